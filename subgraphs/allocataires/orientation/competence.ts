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

/** The same for a réorientation. No six weeks: that clock runs from the opening or the transfer of the right, to give a first organisme référent
 * to someone who has none; here she has one, and nothing lapses while the IOP studies. Source: CASF L. 262-31. */
export const competenceDeReorientation = (acteur: Acteur, delegation: boolean): CompetenceOrientation | Refus =>
  competence(acteur, { decideeLe: "", debut: null, delegation });

export const estRefus = (valeur: unknown): valeur is Refus => valeur instanceof Refus;
