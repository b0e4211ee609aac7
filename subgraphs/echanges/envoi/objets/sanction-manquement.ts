import { ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import { type LireFaits, lireLesFaits } from "../lire-faits";
import type { Message, ObjetSortant, Outils, Relecture } from "../objet-sortant";
import { type FaitSanction, sanctionDe } from "./fait-sanction";

/** The ids that France Travail gave to sanctions by their SANCTION_DECISION; absent while it has not. */
export type ConsequencesConnues = (departement: string, sanctions: readonly string[]) => Promise<Map<string, string>>;

/** Why the breach is not told, or null. Pure. */
export function manquementSansObjet(fait: FaitSanction, message: Pick<Message, "donnees">): string | null {
  if (fait.manquement.identifiantPartenaire !== null || fait.identifiantPartenaire !== null)
    return "France Travail a signalé ce manquement lui-même.";
  return message.donnees.statut === "REFUSEE" || fait.statut === "ANNULEE"
    ? "Sans décision de sanction, rien ne fonde de dire un manquement à France Travail."
    : null;
}

/** A breach that the Département found. No API takes it alone, and nothing founds telling it without a sanction (CASF L. 262-37): the decision carries
 * it, and France Travail gives it an id. This exchange sends nothing; it is confirmed when that id is read. */
export function objetSanctionManquement(
  lire: LireFaits<FaitSanction>,
  consequences: ConsequencesConnues,
): ObjetSortant<FaitSanction, Record<string, never>> {
  const identifiantDe = async (message: Message, { api, usager }: Outils): Promise<string | null> => {
    const sanction = sanctionDe(message);
    const consequence = (await consequences(message.departement, [sanction])).get(sanction);
    const manquement = consequence === undefined ? null : await api.sanctions.detailManquement(await usager(), consequence);
    return manquement?.identifiantManquement ?? null;
  };
  return {
    objet: "SANCTION_MANQUEMENT",
    lire: lireLesFaits(lire, { cle: sanctionDe, sansObjet: manquementSansObjet }),
    corps: () => ({}),
    async envoyer(message, _corps, outils) {
      const identifiant = await identifiantDe(message, outils);
      // The decision goes first in the person's line; an agent has to settle it when it did not pass.
      if (identifiant === null)
        throw new ErreurFranceTravail("DONNEE_INVALIDE", { codePartenaire: "DECISION_NON_RECUE", precision: DECISION_NON_RECUE });
      return { identifiant };
    },
    async relire(message, _corps, outils): Promise<Relecture> {
      const identifiant = await identifiantDe(message, outils);
      return identifiant === null ? { etat: "ABSENT" } : { etat: "CONFORME", identifiant };
    },
  };
}

const DECISION_NON_RECUE = "La décision qui porte ce manquement n’est pas chez France Travail : rejouez-la d’abord.";
