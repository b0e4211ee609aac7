import type { Refus } from "../../shared/contrat/refus";
import { refus } from "../refus";
import type { ActionSanction } from "./cycle-sanction";
import { etapeSuivante } from "./cycle-sanction";
import type { Procedure, RendezVousManque, Sanction } from "./sanction";

/** What a step writes: the file after it, its event, the fields it touched. */
export interface Etape {
  sanction: Sanction;
  evenement: string;
  donnees: Record<string, unknown>;
  champs: (keyof Sanction)[];
}

/** Why the step cannot be taken from where the file is, or null. Refus : ETAPE_IMPOSSIBLE. */
export const refusDEtape = ({ sanction }: Procedure, action: ActionSanction): Refus | null =>
  etapeSuivante(sanction.statut, action) === null ? refus("ETAPE_IMPOSSIBLE", "sanction") : null;

/** Only the Département leads the procedure. Refus : NON_HABILITE. */
export const refusDInstruction = ({ acteur }: Procedure): Refus | null => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE"));

/** Why the absence no longer supports the breach, or null: excused, corrected or cancelled since, it never does. Refus : RENDEZ_VOUS_SANS_ABSENCE. */
export const refusSansAbsence = (rendezVous: RendezVousManque | null): Refus | null =>
  rendezVous && rendezVous.statut !== "ABSENT" ? refus("RENDEZ_VOUS_SANS_ABSENCE", "manquement") : null;

/** True when, on that day, the person has answered or her delay is over. `le` and the dates of the file: civil dates. */
export function entendue({ observationsRecuesLe, observationsLimite }: Sanction, le: string): boolean {
  return (observationsRecuesLe !== null && observationsRecuesLe <= le) || (observationsLimite !== null && le > observationsLimite);
}

/** The file after an action that its rules allow. */
export const apres = (sanction: Sanction, action: ActionSanction, changements: Partial<Sanction>): Sanction => ({
  ...sanction,
  ...changements,
  statut: etapeSuivante(sanction.statut, action)!,
});
