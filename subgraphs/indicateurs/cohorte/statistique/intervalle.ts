/** A value, and the interval that holds it 95 times in 100. */
export interface Intervalle {
  valeur: number;
  bas: number;
  haut: number;
}

/** 97.5 % of a normal law is below it. */
export const Z = 1.959963984540054;

/** A share and its interval (Wilson 1927, without continuity correction), between 0 and 1. Null when nobody is counted.
 * @param n people who have it · @param sur people counted */
export function proportion(n: number, sur: number): Intervalle | null {
  if (sur <= 0) return null;
  const p = n / sur;
  const centre = (p + Z ** 2 / (2 * sur)) / (1 + Z ** 2 / sur);
  const demi = (Z / (1 + Z ** 2 / sur)) * Math.sqrt((p * (1 - p)) / sur + Z ** 2 / (4 * sur ** 2));
  return { valeur: p, bas: Math.max(0, centre - demi), haut: Math.min(1, centre + demi) };
}

/** The difference of two shares (a − b) and its interval (Newcombe 1998, method 10), between −1 and 1. Null when one cannot be made. */
export function differenceDeProportions(a: Intervalle | null, b: Intervalle | null): Intervalle | null {
  if (!a || !b) return null;
  const valeur = a.valeur - b.valeur;
  return {
    valeur,
    bas: valeur - Math.hypot(a.valeur - a.bas, b.haut - b.valeur),
    haut: valeur + Math.hypot(a.haut - a.valeur, b.valeur - b.bas),
  };
}

/** True when the interval leaves out zero: the difference is more than what chance gives 19 times in 20. */
export const dissociee = ({ bas, haut }: Intervalle): boolean => bas > 0 || haut < 0;

/** Cohen's h of two shares: 0.2 is small, 0.5 medium, 0.8 large (Cohen 1988). */
export const tailleDEffet = (a: number, b: number): number => 2 * Math.asin(Math.sqrt(a)) - 2 * Math.asin(Math.sqrt(b));
