import type { ConsequenceSanctionFT, DecisionSanctionFT, ManquementFT, TraitementSanctionFT } from "../../france-travail/api";
import type { Relecture } from "../objet-sortant";

/** Events of France Travail that the one to send cannot follow: the two sides have said opposite things. */
const CONTRAIRES: Readonly<Record<string, readonly string[]>> = {
  SAISIE_SANCTION: ["VALID_SANCTION", "REFUS_SANCTION", "REFUS_SAISIE_SANCTION", "ANNULATION_SANCTION"],
  VALID_SANCTION: ["REFUS_SANCTION", "ANNULATION_SANCTION"],
  REFUS_SANCTION: ["VALID_SANCTION", "ANNULATION_SANCTION"],
  VALID_LEVEE_SUSP: ["ANNULATION_SANCTION", "REFUS_SANCTION"],
  ANNULATION_SANCTION: ["REFUS_SANCTION"],
};

export const consequenceDe = (manquement: ManquementFT | null, identifiant: string): ConsequenceSanctionFT | null =>
  manquement?.consequencesSanction.find((c) => c.idConsequenceSanction === identifiant) ?? null;

/** The last event first. */
const derniersDAbord = (consequence: ConsequenceSanctionFT) =>
  [...consequence.evenements].sort((a, b) => (a.dateEvenement < b.dateEvenement ? 1 : a.dateEvenement > b.dateEvenement ? -1 : 0));

const texte = (valeur: unknown): string | null => (valeur === undefined || valeur === null ? null : String(valeur));

/** Values of a decision that France Travail keeps otherwise. */
function ecartsDeMesure(
  consequence: ConsequenceSanctionFT,
  dit: Pick<TraitementSanctionFT, "typeConsequenceSanctionValide" | "modaliteDecisionValidee" | "montantValide" | "dureeValidee">,
) {
  const champs = [
    ["nature", dit.typeConsequenceSanctionValide, consequence.typeConsequenceSanction],
    ["modalite", dit.modaliteDecisionValidee, consequence.modaliteValidee],
    ["quotitePourcent", dit.montantValide, consequence.montantValide],
    ["dureeMois", dit.dureeValidee, consequence.dureeValidee],
  ] as const;
  return champs
    .filter(([, hub, partenaire]) => hub !== undefined && hub !== partenaire)
    .map(([champ, hub, partenaire]) => ({ champ, valeurHub: texte(hub), valeurPartenaire: texte(partenaire) }));
}

/** Whether France Travail shows the event, shows nothing of it, or says something else. Pure. */
export function relireTraitement(manquement: ManquementFT | null, traitement: TraitementSanctionFT): Relecture {
  const consequence = consequenceDe(manquement, traitement.identifiantConsequenceSanction);
  if (consequence === null) return { etat: "ABSENT" };
  const type = traitement.evenement.typeEvenement;
  const evenements = derniersDAbord(consequence);
  if (evenements.some((e) => e.typeEvenement === type)) {
    const ecarts = type === "VALID_SANCTION" ? ecartsDeMesure(consequence, traitement) : [];
    return ecarts.length > 0
      ? { etat: "DIFFERENT", ecarts, identifiant: consequence.idConsequenceSanction }
      : { etat: "CONFORME", identifiant: consequence.idConsequenceSanction };
  }
  const contraire = evenements.find((e) => CONTRAIRES[type]?.includes(e.typeEvenement));
  if (contraire === undefined) return { etat: "ABSENT" };
  const valeurPartenaire = [contraire.typeEvenement, contraire.motif].filter(Boolean).join(" : ");
  return { etat: "DIFFERENT", ecarts: [{ champ: "evenement", valeurHub: type, valeurPartenaire }] };
}

/** A decision of ours, read by the id that it was given. Pure. */
export function relireDecision(manquement: ManquementFT | null, identifiant: string, decision: DecisionSanctionFT): Relecture {
  const consequence = consequenceDe(manquement, identifiant);
  if (consequence === null) return { etat: "ABSENT" };
  const ecarts = ecartsDeMesure(consequence, { ...decision, typeConsequenceSanctionValide: decision.typeSanctionValide });
  return ecarts.length > 0 ? { etat: "DIFFERENT", ecarts, identifiant } : { etat: "CONFORME", identifiant };
}

const DECISIONS = ["VALID_SANCTION", "REFUS_SANCTION"];

/** True when France Travail proposed, and nobody told it yet that the Département takes the proposal in hand. Pure. */
export function attendLaSaisie(
  manquement: ManquementFT | null,
  { identifiantConsequenceSanction, evenement }: TraitementSanctionFT,
): boolean {
  const types = consequenceDe(manquement, identifiantConsequenceSanction)?.evenements.map((e) => e.typeEvenement) ?? [];
  return DECISIONS.includes(evenement.typeEvenement) && types.includes("PROP_SANCTION") && !types.includes("SAISIE_SANCTION");
}

/** The « saisie » of the day of the decision: the Département decided without having said before that it was instructing. Pure. */
export const saisieDe = ({ identifiantConsequenceSanction, evenement }: TraitementSanctionFT): TraitementSanctionFT => ({
  identifiantConsequenceSanction,
  evenement: { typeEvenement: "SAISIE_SANCTION", dateEvenement: evenement.dateEvenement },
});
