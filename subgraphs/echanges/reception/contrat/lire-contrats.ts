import { createHash } from "node:crypto";
import { civilDateOf } from "../../../shared/civil-date";
import type { ContratEngagementFT, FranceTravail } from "../../france-travail/api";
import type { LirePersonne, OutilsPersonne } from "../outils-personne";
import type { Traitement } from "../recevoir";
import { type ContratDuHub, engagementsNouveaux, suiteDuContrat } from "./contrat-recu";

export const LECTURE_CONTRAT = "contrat-engagement";
const OBJET = "CONTRAT_ENGAGEMENT";
/** The API tells no length: a contract is made for a year unless somebody says otherwise in the hub (docs/echanges-france-travail.md). */
const DUREE_MOIS = 12;
const MOTIF_REFUS = "Refus enregistré par France Travail.";
/** The last one, refused ones included: `contratEngagement` only says the one that runs. */
const CONTRATS = "contratsEngagement { id statut dateSignature dateRefus planAction { libelle } }";

/** Of whom, and since when the reading says it. */
interface DeQui {
  departement: string;
  allocataire: string;
  recuLe: Date;
}

/** Reads the contract of a person at France Travail: signed, refused, suspended; then what she takes on, as actions of the plan. */
export function lireContrat(outils: OutilsPersonne, api: Pick<FranceTravail, "contratEngagement">): LirePersonne {
  return async (departement, { allocataire }, usager) => {
    const recu = await api.contratEngagement.lire(usager);
    if (recu === null) return;
    const qui = { departement, allocataire, recuLe: outils.clock.now() };
    const { etat, dateSignature, dateRefus, dateSuspension } = recu;
    const cle = ["contrat", allocataire, etat, dateSignature ?? "-", dateRefus ?? "-", dateSuspension ?? "-"].join(" ");
    await outils.reception.recevoir({ ...qui, objet: OBJET, cle, lecture: LECTURE_CONTRAT }, () => traiter(outils, qui, cle, recu));
    if (etat === "SIGNE" && recu.engagements) await completerLePlan(outils, qui, recu);
  };
}

const contratDuHub = async (outils: OutilsPersonne, { departement, allocataire }: DeQui): Promise<ContratDuHub | null> =>
  (await outils.hub.lire(departement, allocataire, CONTRATS))?.contratsEngagement[0] ?? null;

async function traiter(outils: OutilsPersonne, qui: DeQui, cle: string, recu: ContratEngagementFT): Promise<Traitement> {
  const { departement, allocataire, recuLe } = qui;
  const notre = await contratDuHub(outils, qui);
  const suite = suiteDuContrat(recu, notre, civilDateOf(recuLe));
  const commun = { departement, allocataire, objet: OBJET, fait: notre?.id ?? null };
  if (suite.suite === "IGNORER") {
    await outils.divergences.egale(commun, recuLe);
    return { ignore: suite.raison };
  }
  if (suite.suite === "DIVERGENCE") {
    const { champ, valeurHub, valeurPartenaire } = suite;
    await outils.divergences.constater({ ...commun, champ, valeurHub, valeurPartenaire }, recuLe);
    return { ignore: "Le hub et France Travail ne disent pas le même contrat : une divergence est ouverte." };
  }
  const appliquer = (mutation: string, variables: Record<string, unknown>) =>
    outils.hub.appliquer({ departement, mutation, variables, le: recuLe, cle });
  if (suite.suite === "SIGNER")
    return appliquer("signerContrat", { allocataire, dateSignature: suite.jour, dureeMois: DUREE_MOIS, nature: "CONTRAT_ENGAGEMENT" });
  if (suite.suite === "REFUSER") return appliquer("refuserContrat", { allocataire, dateRefus: suite.jour, motif: MOTIF_REFUS });
  return appliquer("suspendreContrat", { contrat: suite.contrat, le: suite.jour, motif: "CESSATION_INSCRIPTION" });
}

/** Each engagement once for a contract: one that somebody took out of the plan since does not come back. */
async function completerLePlan(outils: OutilsPersonne, qui: DeQui, recu: ContratEngagementFT): Promise<void> {
  const notre = await contratDuHub(outils, qui);
  if (notre?.statut !== "SIGNE") return;
  for (const libelle of engagementsNouveaux(recu, notre)) {
    const cle = `engagement ${notre.id} ${createHash("sha256").update(libelle).digest("hex").slice(0, 32)}`;
    const message = { ...qui, objet: "ACTIVITES_PARCOURS", cle, lecture: LECTURE_CONTRAT };
    const variables = { contrat: notre.id, libelle };
    await outils.reception.recevoir(message, () =>
      outils.hub.appliquer({ departement: qui.departement, mutation: "ajouterAction", variables, le: qui.recuLe, cle }),
    );
  }
}
