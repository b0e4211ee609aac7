const PARIS = new Intl.DateTimeFormat("en-US", {
  timeZone: "Europe/Paris",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});

/** What the clocks of Paris show at an instant, read as if it were universal time (milliseconds). */
function horlogeDeParis(instant: number): number {
  const part = Object.fromEntries(PARIS.formatToParts(instant).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
}

/** The instant of a civil date and time in Paris. An hour that occurs twice (end of October) is the first; an hour that does not exist (end of March) is read one hour later.
 * @param date AAAA-MM-JJ.  @param heure HH:MM:SS, fractions dropped. */
export function instantDeParis(date: string, heure: string): Date {
  const civil = Date.parse(`${date}T${heure.slice(0, 8)}Z`);
  const early = civil - decalage(civil - 2 * 3_600_000);
  return new Date(horlogeDeParis(early) === civil ? early : civil - decalage(civil - 3_600_000));
}

const decalage = (instant: number): number => horlogeDeParis(instant) - instant;
