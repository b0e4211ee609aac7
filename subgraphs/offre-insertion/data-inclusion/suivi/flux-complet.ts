/** How a full feed of a source is followed. */
export interface SuiviDuFlux {
  /** Sources that the files tell whole; empty: those that they name. */
  sources: string[];
  /** Days of absence after which a record is withdrawn; kept for the source. */
  absences?: number;
  /** Applies the absences of a feed that lost suspiciously much. */
  confirmer?: boolean;
  /** Share of a source that may be missing at once, in percent. */
  perteMax?: number;
}

export const ABSENCES_PAR_DEFAUT = 3;
export const PERTE_MAX_PAR_DEFAUT = 30;
/** Below this number of missing records, a share says nothing. */
const PEU = 5;

/** True when a source suddenly tells so much less than before that the feed, and not the offers, must be wrong.
 * `presentes`: records that the last full feed told; `perdues`: those of them that this one does not. `perteMax`: percent. */
export const estSuspect = (presentes: number, perdues: number, perteMax: number): boolean =>
  perdues >= PEU && perdues * 100 > presentes * perteMax;
