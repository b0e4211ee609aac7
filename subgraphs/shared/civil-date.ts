/** Civil dates (AAAA-MM-JJ, Europe/Paris) are strings from end to end: no time zone can move them. */

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a date that exists (2024-02-29), false otherwise (2025-02-30). */
export function isCivilDate(text: string): boolean {
  const match = SHAPE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const PARIS = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris", year: "numeric", month: "2-digit", day: "2-digit" });

/** The civil date in Paris at an instant. */
export const civilDateOf = (instant: Date): string => PARIS.format(instant);

const toUtc = (date: string) => Date.parse(`${date}T00:00:00Z`);

export const addDays = (date: string, days: number): string => new Date(toUtc(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Adds calendar months; the 31st becomes the last day of a shorter month (31 January + 1 month = 28 or 29 February). */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) + months;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  return `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(Math.min(day, daysInMonth(y, m))).padStart(2, "0")}`;
}

export const daysBetween = (from: string, to: string): number => Math.round((toUtc(to) - toUtc(from)) / 86_400_000);

const ISO_WEEK = /^(\d{4})-W(\d{2})$/;

/** Monday and Sunday of an ISO week (`2026-W07`), or null when it does not exist. */
export function isoWeek(text: string): { debut: string; fin: string } | null {
  const match = ISO_WEEK.exec(text);
  if (!match) return null;
  const [year, week] = [Number(match[1]), Number(match[2])];
  const fourth = `${match[1]}-01-04`;
  const weekday = (new Date(toUtc(fourth)).getUTCDay() + 6) % 7;
  const debut = addDays(fourth, (week - 1) * 7 - weekday);
  const thursday = addDays(debut, 3);
  if (week < 1 || Number(thursday.slice(0, 4)) !== year) return null;
  return { debut, fin: addDays(debut, 6) };
}

/** Whole years between a birth date and a day. */
export function ageAt(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
