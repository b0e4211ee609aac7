import type { DecisionSanctionFT, FranceTravail, ManquementFT, Usager } from "../../france-travail/api";
import type { Relecture } from "../objet-sortant";
import { consequenceDe, consequenceDeLaDecision } from "./relecture-sanction";

/** What the decision opened at France Travail: a suspension or a suppression « à traiter ». */
const A_TRAITER = { SUSP_RSA: "ACT367", SUPPR_RSA: "ACT370" } as const;
export const ATTRIBUT_CONSEQUENCE = "idConsequenceSanction";

/** Looks for a decision of ours at France Travail: by the id that it gave; else, when the answer that gave it was lost, in the activities that such a
 * decision opens for the person. Without her number, no API tells. */
export async function retrouverLaDecision(
  api: FranceTravail,
  usager: Usager,
  decision: DecisionSanctionFT,
  identifiant: string | null,
): Promise<Relecture> {
  if (identifiant !== null) {
    const lu = await api.sanctions.detailManquement(usager, identifiant);
    return consequenceDe(lu, identifiant) ? { etat: "CONFORME", identifiant } : { etat: "ABSENT" };
  }
  const { numeroFranceTravail } = usager;
  if (numeroFranceTravail === null) return { etat: "ILLISIBLE" };
  const { activites } = await api.activites.chercher({ codeActivite: A_TRAITER[decision.typeSanctionValide] }, { numeroFranceTravail });
  const connues = activites.flatMap((a) =>
    a.attributsSpecifiques.filter(({ nom }) => nom === ATTRIBUT_CONSEQUENCE).map(({ valeur }) => valeur),
  );
  for (const connue of new Set(connues)) {
    const lu: ManquementFT | null = await api.sanctions.detailManquement(usager, connue);
    const trouvee = lu && consequenceDeLaDecision(lu, decision);
    if (trouvee) return { etat: "CONFORME", identifiant: trouvee.idConsequenceSanction };
  }
  return { etat: "ABSENT" };
}
