/** The rule of retention as a purge writes it in the chain: `LECTURE=365`, days. */
export const regleDe = (nature: string, jours: number): string => `${nature}=${jours}`;

/** Days of a rule; a rule that says none keeps for ever: no purge was allowed. */
export function joursDeLaRegle(regle: string | null): number {
  const jours = Number(regle?.split("=")[1]);
  return Number.isInteger(jours) && jours > 0 ? jours : Number.MAX_SAFE_INTEGER;
}
