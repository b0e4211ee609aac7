import { addDays, civilDateOf } from "../../shared/civil-date";

const PREMIERE_MS = 15_000;
const PLAFOND_MS = 3_600_000;
/** Tries of one sending stop after that; the exchange becomes a dead letter, which an agent can replay. */
export const ABANDON_APRES_MS = 10 * 86_400_000;
/** What the partner accepted and does not show is sent again after that. */
export const ACCEPTE_MAIS_ABSENT_MS = 3_600_000;
export const RELIRE_APRES_MS = 5_000;
/** A sending in doubt is not read before: a slow partner may apply it after we stopped waiting. */
export const RELIRE_APRES_DOUTE_MS = 60_000;

/** Milliseconds before another try: doubled at each, at most an hour, drawn between half and whole so that waiting exchanges do not come back together.
 * @param essais made so far, 1 or more. @param hasard 0 to 1. */
export const attenteMs = (essais: number, hasard: number): number =>
  Math.round(Math.min(PLAFOND_MS, PREMIERE_MS * 2 ** Math.min(20, Math.max(0, essais - 1))) * (0.5 + hasard / 2));

/** The first reading soon after the acceptance, then further and further apart. */
export const attenteRelectureMs = (relectures: number, hasard: number): number =>
  relectures === 0 ? RELIRE_APRES_MS : attenteMs(relectures, hasard);

const HEURE_DE_PARIS = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", hourCycle: "h23" });

/** 06:00 in Paris on the next day: what waits for the person or the partner to change is tried once a day. */
export function demainMatin(maintenant: Date): Date {
  const jour = addDays(civilDateOf(maintenant), 1);
  const ete = new Date(`${jour}T06:00:00+02:00`);
  return Number.parseInt(HEURE_DE_PARIS.format(ete), 10) === 6 ? ete : new Date(`${jour}T06:00:00+01:00`);
}
