import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { NATURE_MANQUEMENT_FT } from "../../../shared/contrat/correspondance/sanction";
import type { ApiSanctions, TraitementSanctionFT, Usager } from "../../france-travail/api";
import { type LireFaits, lireLesFaits } from "../lire-faits";
import type { Message, ObjetSortant, Outils, Relecture } from "../objet-sortant";
import { type CorpsSanction, decisionDe, traitementDe, typeDEvenement, verifierMesure } from "./evenement-sanction";
import { type FaitSanction, sanctionDe } from "./fait-sanction";
import { attendLaSaisie, relireDecision, relireTraitement, saisieDe } from "./relecture-sanction";

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
export function objetSanctionDecision(lire: LireFaits<FaitSanction>): ObjetSortant<FaitSanction, CorpsSanction> {
  return {
    objet: "SANCTION_DECISION",
    lire: lireLesFaits(lire, { cle: sanctionDe, sansObjet: (fait, message) => sanctionSansObjet(message, fait) }),
    corps(message, fait) {
      const identifiant = fait.identifiantPartenaire ?? message.identifiantPartenaire;
      const nouvelle = fait.identifiantPartenaire === null && message.evenement === "SanctionDecidee";
      return identifiant === null || nouvelle ? { decision: decisionDe(fait) } : { traitement: traitementDe(message, fait, identifiant) };
    },
    async envoyer(_message, corps, { api, usager }) {
      verifierMesure(corps);
      if ("traitement" in corps) return traiter(api.sanctions, await usager(), corps.traitement);
      const { identifiantConsequenceSanction } = await api.sanctions.decider(await usager(), corps.decision);
      return { identifiant: identifiantConsequenceSanction };
    },
    relire,
  };
}

/** Adds the event to the consequence, unless France Travail already shows it, or shows the contrary: « VALID_SANCTION » on what it cancelled meanwhile
 * would be a contradiction. Nothing is then sent, and the reading that follows shows the divergence with both values. A decision without « saisie » is
 * refused there: the saisie goes before. */
async function traiter(sanctions: ApiSanctions, usager: Usager, traitement: TraitementSanctionFT): Promise<{ identifiant: string | null }> {
  const identifiant = traitement.identifiantConsequenceSanction;
  const manquement = await sanctions.detailManquement(usager, identifiant);
  const { etat } = relireTraitement(manquement, traitement);
  if (etat !== "ABSENT") return { identifiant };
  if (attendLaSaisie(manquement, traitement)) await sanctions.traiter(usager, saisieDe(traitement));
  await sanctions.traiter(usager, traitement);
  return { identifiant };
}

async function relire(message: Message, corps: CorpsSanction, outils: Outils): Promise<Relecture> {
  const usager = await outils.usager();
  if ("traitement" in corps) {
    const identifiant = corps.traitement.identifiantConsequenceSanction;
    return relireTraitement(await outils.api.sanctions.detailManquement(usager, identifiant), corps.traitement);
  }
  // The answer that gave the id was lost: no API finds a decision without it, and deciding again would sanction twice.
  if (message.identifiantPartenaire === null) return { etat: "ILLISIBLE" };
  const lu = await outils.api.sanctions.detailManquement(usager, message.identifiantPartenaire);
  return relireDecision(lu, message.identifiantPartenaire, corps.decision);
}
