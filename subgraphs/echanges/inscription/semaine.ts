import { addDays, civilDateOf } from "../../shared/civil-date";

/** The list of a week is made from Monday 06:00, Paris. The clock never changes on a Monday: six hours before is the same day’s midnight. */
const SIX_HEURES_MS = 6 * 3_600_000;

/** The ISO week (`2026-W47`) of a civil date. */
export function semaineDe(date: string): string {
  const jour = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const jeudi = addDays(date, 3 - jour);
  const premierJeudi = `${jeudi.slice(0, 4)}-01-01`;
  const semaine = Math.floor((Date.parse(jeudi) - Date.parse(premierJeudi)) / (7 * 86_400_000)) + 1;
  return `${jeudi.slice(0, 4)}-W${String(semaine).padStart(2, "0")}`;
}

/** The week whose list is due at an instant. */
export const semaineDue = (instant: Date): string => semaineDe(civilDateOf(new Date(instant.getTime() - SIX_HEURES_MS)));
