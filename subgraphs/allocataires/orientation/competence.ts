import { addDays } from "../../shared/civil-date";
import { Refus } from "../../shared/contrat/refus";
import { sixSemaines } from "../echeance/delai";
import { refus } from "../refus";
import type { Acteur } from "../situation";
import type { CompetenceOrientation, OrigineOrientation } from "../vocabulaire";

/** When the six weeks begin; null for the stock, whose notification is not known: no clock runs.
 * A transfer from another département begins them again. */
export const debutDesSixSemaines = (
  notification: string | null,
  demande: { origine: OrigineOrientation; demandeeLe: string } | null,
): string | null => (demande?.origine === "TRANSFERT_DEPARTEMENT" ? demande.demandeeLe : notification);

export interface QuestionDeCompetence {
  /** Civil date of the decision, Europe/Paris: competence is that of this day. */
  decideeLe: string;
  /** Day on which the six weeks begin; null when no clock runs. */
  debut: string | null;
  /** A convention in force that day gives the caller this parcours to decide. */
  delegation: boolean;
}

/** By which title the caller decides an orientation, or why it may not. The last day of the six weeks is the Département's.
 * Afterwards France Travail decides in its own right, even where a delegation is recorded: what the Département no longer has, it no longer delegates.
 * Refus: COMPETENCE_FRANCE_TRAVAIL, DELEGATION_ABSENTE, NON_HABILITE. Source: CASF L. 262-29, D. 262-65-2. */
export function competence({ type }: Acteur, { decideeLe, debut, delegation }: QuestionDeCompetence): CompetenceOrientation | Refus {
  const carence = debut !== null && decideeLe > sixSemaines(debut);
  if (type === "DEPARTEMENT") return carence ? refus("COMPETENCE_FRANCE_TRAVAIL", "decideeLe") : "DEPARTEMENT";
  if (type !== "FRANCE_TRAVAIL") return refus("NON_HABILITE");
  if (carence) return "CARENCE_SIX_SEMAINES";
  return delegation ? "DELEGATION" : refus("DELEGATION_ABSENTE");
}

const ENREGISTREMENT_JOURS = 15;

/** A date far in the past must not give back what the six weeks took: once they are over, a decision older than fifteen days is not recorded by hand.
 * A file of the Département has its own clock, and is the proof. Refus: DECISION_ANTIDATEE. Source: CASF D. 262-65-2; the fifteen days are the hub's. */
export function refusDAntidate({ source }: Acteur, { decideeLe, debut }: QuestionDeCompetence, aujourdhui: string): Refus | null {
  const echue = debut !== null && aujourdhui > sixSemaines(debut) && decideeLe <= sixSemaines(debut);
  return echue && !source && addDays(decideeLe, ENREGISTREMENT_JOURS) < aujourdhui ? refus("DECISION_ANTIDATEE", "decideeLe") : null;
}

/** The same for a réorientation. No six weeks: that clock runs from the opening or the transfer of the right, to give a first organisme référent
 * to someone who has none; here she has one, and nothing lapses while the IOP studies. Refus: DELEGATION_REORIENTATION_ABSENTE, NON_HABILITE. Source: CASF L. 262-31. */
export const competenceDeReorientation = (acteur: Acteur, delegation: boolean): CompetenceOrientation | Refus =>
  acteur.type === "FRANCE_TRAVAIL" && !delegation
    ? refus("DELEGATION_REORIENTATION_ABSENTE")
    : competence(acteur, { decideeLe: "", debut: null, delegation });

export const estRefus = (valeur: unknown): valeur is Refus => valeur instanceof Refus;
