import { addDays } from "../../shared/civil-date";

/** Days during which a period that has ended may still change, when the setting says nothing: a quarter, the rhythm of the contract's follow-up. */
export const CONSOLIDATION_JOURS = 90;

/** The civil day on which a figure stops changing: that many days after the end of its period, or after the first day when the hub knew
 * anything of the département, when that came later: a hub that is filled long after a year must have the time to learn it.
 * From that day on, the figure is what was known that day, and what is learned later is told beside it.
 * @param fin last day of the period. @param premierJourConnu first day of knowledge of the département; null: nothing is known yet. */
export function consolideLe(fin: string, premierJourConnu: string | null, jours: number = CONSOLIDATION_JOURS): string {
  return addDays(premierJourConnu !== null && premierJourConnu > fin ? premierJourConnu : fin, jours);
}

/** True on and after the day of consolidation: the day itself is the last one that counts, so the figure is firm the day after. */
export const estConsolide = (jour: string, aujourdhui: string): boolean => jour < aujourdhui;
