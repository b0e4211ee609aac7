import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { NATURE_MANQUEMENT_FT } from "../../../shared/contrat/correspondance/sanction";
import { ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import type { Lecture, Message, ObjetSortant, Outils, Relecture } from "../objet-sortant";
import { type CorpsSanction, decisionDe, traitementDe, typeDEvenement, verifierMesure } from "./evenement-sanction";
import type { FaitSanction, LireSanctions } from "./fait-sanction";
import { lireParMessage } from "./lire-par-message";
import { relireTraitement } from "./relecture-sanction";
import { retrouverLaDecision } from "./retrouver-decision";

/** Why France Travail is not told of the step, or null. Pure. */
export function sanctionSansObjet(
  message: Pick<Message, "evenement" | "donnees" | "identifiantPartenaire">,
  fait: FaitSanction,
): string | null {
  const type = typeDEvenement(message);
  if (type === null) return "Cet événement ne change rien pour France Travail.";
  if (fait.decideePar === "FRANCE_TRAVAIL" && (type === "VALID_SANCTION" || type === "REFUS_SANCTION"))
    return "France Travail a pris cette décision lui-même.";
  if (fait.identifiantPartenaire !== null) return null;
  // What the Département does on its own proposal concerns France Travail from the decision on (CASF L. 262-37).
  if (type === "SAISIE_SANCTION")
    return "Le Département a proposé cette sanction lui-même : France Travail n’en est informé qu’à la décision.";
  if (type === "REFUS_SANCTION") return "Le Département refuse sa propre proposition, que France Travail ne connaît pas.";
  if (message.identifiantPartenaire !== null) return null;
  if (type !== "VALID_SANCTION")
    return "France Travail n’a pas été informé de cette sanction : il n’y a rien à lever ni à annuler chez lui.";
  if (fait.statut === "ANNULEE") return "La décision a été annulée avant que France Travail en soit informé.";
  return versPartenaire(NATURE_MANQUEMENT_FT, fait.manquement.nature) === null ? "France Travail n’a pas de mot pour ce manquement." : null;
}

/** What is told of a sanction: taken in hand, decided or refused, lifted, cancelled. « FT propose, le CD décide » : the pivot is
 * identifiantConsequenceSanction, that France Travail gave with its proposal or in answer to a decision of ours. */
export function objetSanctionDecision(lire: LireSanctions): ObjetSortant<FaitSanction, CorpsSanction> {
  return {
    objet: "SANCTION_DECISION",
    lire: (messages) =>
      lireParMessage(messages, lire, (message, fait): Lecture<FaitSanction> => {
        const raison = sanctionSansObjet(message, fait);
        return raison === null ? { etat: "A_DIRE", fait } : { etat: "SANS_OBJET", raison };
      }),
    corps(message, fait) {
      const identifiant = fait.identifiantPartenaire ?? message.identifiantPartenaire;
      const nouvelle = fait.identifiantPartenaire === null && message.evenement === "SanctionDecidee";
      return identifiant === null || nouvelle ? { decision: decisionDe(fait) } : { traitement: traitementDe(message, fait, identifiant) };
    },
    async envoyer(message, corps, outils) {
      verifierMesure(corps);
      // « VALID_SANCTION » on what France Travail cancelled or refused meanwhile would be a contradiction: it is read before.
      const lue = "traitement" in corps ? await relire(message, corps, outils) : null;
      if (lue?.etat === "CONFORME") return { identifiant: lue.identifiant ?? null };
      if (lue?.etat === "DIFFERENT")
        throw new ErreurFranceTravail("DONNEE_INVALIDE", { codePartenaire: "CONTRADICTION", precision: CONTRADICTION });
      const usager = await outils.usager();
      if ("decision" in corps) {
        const { identifiantConsequenceSanction } = await outils.api.sanctions.decider(usager, corps.decision);
        return { identifiant: identifiantConsequenceSanction };
      }
      await outils.api.sanctions.traiter(usager, corps.traitement);
      return { identifiant: corps.traitement.identifiantConsequenceSanction };
    },
    relire,
  };
}

const CONTRADICTION = "France Travail dit autre chose de cette sanction : un agent compare les deux avant d’envoyer.";

async function relire(message: Message, corps: CorpsSanction, outils: Outils): Promise<Relecture> {
  const usager = await outils.usager();
  if ("traitement" in corps) {
    const identifiant = corps.traitement.identifiantConsequenceSanction;
    return relireTraitement(await outils.api.sanctions.detailManquement(usager, identifiant), corps.traitement);
  }
  return retrouverLaDecision(outils.api, usager, corps.decision, message.identifiantPartenaire);
}
