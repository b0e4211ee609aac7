import { addDays } from "./civil-date";

/** Days of the week count as the law counts them: `OUVRES` Monday to Friday, `OUVRABLES` Monday to Saturday, public holidays out of both. */
export type WorkingWeek = "OUVRES" | "OUVRABLES";

/** Holidays of everyone, month and day. Source: code du travail, L. 3133-1. Easter Monday, Ascension and Whit Monday are computed. */
const FIXED = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"];
/** Moselle, Bas-Rhin and Haut-Rhin: 26 December, and Good Friday. Source: code du travail, L. 3134-13.
 * Good Friday is law only where there is a Protestant or a mixed church: counted everywhere, it can only give a day more. */
const ALSACE_MOSELLE = ["57", "67", "68"];
/** Commemoration of the abolition of slavery, month and day. Source: décret 83-1003 of 23 November 1983; code du travail, L. 3422-2. */
const ABOLITION: Record<string, string> = { "971": "05-27", "972": "05-22", "973": "06-10", "974": "12-20", "976": "04-27" };

/** Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher). */
export function easter(year: number): string {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return `${year}-${String(Math.floor(n / 31)).padStart(2, "0")}-${String((n % 31) + 1).padStart(2, "0")}`;
}

const byPlace = new Map<string, Set<string>>();

/** Public holidays of a year in a département, in order. */
export const publicHolidays = (year: number, departement: string): string[] => [...holidays(year, departement)].sort();

function holidays(year: number, departement: string): Set<string> {
  const local = ALSACE_MOSELLE.includes(departement) || departement in ABOLITION ? departement : "";
  const key = `${year} ${local}`;
  let days = byPlace.get(key);
  if (!days) {
    const sunday = easter(year);
    const moving = [1, 39, 50].map((n) => addDays(sunday, n));
    const here = ALSACE_MOSELLE.includes(local) ? [`${year}-12-26`, addDays(sunday, -2)] : [];
    const abolition = local in ABOLITION ? [`${year}-${ABOLITION[local]}`] : [];
    days = new Set([...FIXED.map((day) => `${year}-${day}`), ...moving, ...here, ...abolition]);
    byPlace.set(key, days);
  }
  return days;
}

export const isHoliday = (date: string, departement: string): boolean => holidays(Number(date.slice(0, 4)), departement).has(date);

export function isWorkingDay(date: string, week: WorkingWeek, departement: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || (weekday === 6 && week === "OUVRES")) return false;
  return !isHoliday(date, departement);
}

/** The day itself when it is a working day, otherwise the next one. */
export function nextWorkingDay(date: string, week: WorkingWeek, departement: string): string {
  let day = date;
  while (!isWorkingDay(day, week, departement)) day = addDays(day, 1);
  return day;
}

/** The n-th working day after a date; the date itself does not count. With 0: the first working day from that date on. */
export function addWorkingDays(date: string, days: number, week: WorkingWeek, departement: string): string {
  if (days === 0) return nextWorkingDay(date, week, departement);
  let day = date;
  for (let left = days; left > 0; left--) day = nextWorkingDay(addDays(day, 1), week, departement);
  return day;
}
