import { addDays, addMonths } from "../../shared/civil-date";
import type { Indicateur } from "../mesure/calcul";
import type { Periode } from "../mesure/mesure.repository";
import { differenceDeProportions, dissociee, proportion, tailleDEffet } from "./statistique/intervalle";

/** What two groups are compared by: their figures of the same months since each was fixed. */

export const MOIS_MAX = 36;

/** The month of rank `n` since a group was fixed: month 0 begins that day. */
export const moisDepuis = (fixeeLe: string, n: number): Periode => ({
  debut: addMonths(fixeeLe, n),
  fin: addDays(addMonths(fixeeLe, n + 1), -1),
});

/** How many whole months are over. @param mois the most that is asked · @param aujourdhui civil date, Paris */
export function moisEcoules(dates: readonly string[], mois: number, aujourdhui: string): number {
  let n = 0;
  while (n < mois && dates.every((fixeeLe) => moisDepuis(fixeeLe, n).fin < aujourdhui)) n++;
  return n;
}

export interface Cote {
  numerateur: number | null;
  denominateur: number | null;
  valeur: number | null;
}

export interface Difference {
  /** a − b, in the unit of the indicator (points for a percentage). */
  difference: number | null;
  /** 95 % interval; null where the indicator is not a share of people. */
  bas: number | null;
  haut: number | null;
  /** Cohen’s h of two shares. */
  tailleEffet: number | null;
  /** True when the interval leaves out zero; null without an interval. */
  dissociee: boolean | null;
}

const SANS_INTERVALLE = { bas: null, haut: null, tailleEffet: null, dissociee: null };

/** Compares a figure of two groups. A share of people has an interval (Newcombe); another figure has its difference only:
 * two means without the spread of each do not say whether chance explains them. */
export function comparer({ calcul }: Indicateur, a: Cote, b: Cote): Difference {
  if (a.valeur === null || b.valeur === null) return { difference: null, ...SANS_INTERVALLE };
  const difference = a.valeur - b.valeur;
  if (calcul.valeur !== "pourcentage" || calcul.compte !== "personnes") return { difference, ...SANS_INTERVALLE };
  const [x, y] = [a, b].map(({ numerateur, denominateur }) => proportion(numerateur ?? 0, denominateur ?? 0));
  const intervalle = differenceDeProportions(x!, y!);
  if (!intervalle) return { difference, ...SANS_INTERVALLE };
  return {
    difference,
    bas: 100 * intervalle.bas,
    haut: 100 * intervalle.haut,
    tailleEffet: tailleDEffet(x!.valeur, y!.valeur),
    dissociee: dissociee(intervalle),
  };
}

export const AVERTISSEMENT =
  "Une différence entre deux groupes n’est pas une cause : les personnes n’ont pas été tirées au sort. Comparez d’abord leur composition (âge, sexe, famille, ancienneté) le jour où ils sont fixés.";
