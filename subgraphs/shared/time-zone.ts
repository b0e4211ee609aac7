import { DateTime, IANAZone } from "luxon";

/** Time zones of the départements and collectivités outside Europe/Paris (IANA). */
const OUTRE_MER: Record<string, string> = {
  "971": "America/Guadeloupe",
  "972": "America/Martinique",
  "973": "America/Cayenne",
  "974": "Indian/Reunion",
  "975": "America/Miquelon",
  "976": "Indian/Mayotte",
  "977": "America/St_Barthelemy",
  "978": "America/Marigot",
};

/** The clock on the wall in a département. */
export const zoneOf = (departement: string): string => OUTRE_MER[departement] ?? "Europe/Paris";

export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);

/** Civil date of an instant in a zone. */
export const civilDateIn = (instant: Date, zone: string): string => DateTime.fromJSDate(instant, { zone }).toISODate()!;

/** The instant at which a clock shows a date and `HH:MM` (`24:00`: the end of the day).
 * An hour that comes twice is the first; an hour that does not come is the instant at which the clock jumps over it. */
export function wallInstant(date: string, time: string, zone: string): Date {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const [hour, minute] = time.split(":").map(Number) as [number, number];
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const of = IANAZone.create(zone);
  // The offset before the change, then the one after: a zone changes at most once in a day.
  const [before, after] = [of.offset(wall - 86_400_000), of.offset(wall + 86_400_000)];
  const first = wall - before * 60_000;
  if (before === after || of.offset(first) === before) return new Date(first);
  const second = wall - after * 60_000;
  if (of.offset(second) === after) return new Date(second);
  return new Date(jump(of, second, first));
}

/** First instant of the new offset, between two instants that have different ones. To the minute. */
function jump(zone: IANAZone, from: number, to: number): number {
  let [low, high] = [from, to];
  const old = zone.offset(low);
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (zone.offset(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}
