/** Hours of failures in a row after which a subscription is disabled. */
export const HEURES_D_ESSAIS = 72;

const SECONDE = 1_000;
const MINUTE = 60 * SECONDE;
const HEURE = 60 * MINUTE;
/** A try that comes later than that was not made in time by the hub. */
const RETARD_ORDINAIRE = HEURE;
/** Pause after each failure in a row; the last one repeats. */
const PAUSES = [5 * SECONDE, 30 * SECONDE, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HEURE, 3 * HEURE, 6 * HEURE] as const;

/** Since when a subscriber fails, as the 72 hours count: not while nobody tried, because the hub was stopped or its clock was set.
 * @param depuis first failure in a row, null: this one. @param prevu when this try was due. */
export function debutDesEchecs(depuis: Date | null, prevu: Date | null, maintenant: Date): Date {
  const retard = depuis === null || prevu === null ? 0 : maintenant.getTime() - prevu.getTime();
  const debut = (depuis ?? maintenant).getTime() + (retard > RETARD_ORDINAIRE ? retard : 0);
  return new Date(Math.min(debut, maintenant.getTime()));
}

/** When to try again, or null: 72 hours have passed since the first failure.
 * @param echecs failures in a row, this one included. @param attendreSecondes what the receiver asks (Retry-After). */
export function prochainEssai(echecs: number, depuis: Date, maintenant: Date, attendreSecondes: number | null): Date | null {
  const fin = depuis.getTime() + HEURES_D_ESSAIS * HEURE;
  if (maintenant.getTime() >= fin) return null;
  const pause = Math.max(PAUSES[Math.min(echecs, PAUSES.length) - 1]!, (attendreSecondes ?? 0) * SECONDE);
  // The last try is at the end of the 72 hours, not before.
  return new Date(Math.min(maintenant.getTime() + pause, fin));
}
