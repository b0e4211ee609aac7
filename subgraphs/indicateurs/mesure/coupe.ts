import { type Calcul, COUPES_COMMUNES } from "./calcul";

/** Part of the rows whose key is not known. */
export const INCONNU = "INCONNU";
/** Between the keys of two crossed cuts: `94028|25-29`. */
export const CROIX = "|";
/** Cuts that one answer may cross. */
export const COUPES_MAX = 2;

/** The names of the cuts of an indicator: its own, then the common ones that make sense for it. */
export function coupesDe(calcul: Calcul): string[] {
  const propres = Object.keys(calcul.coupes ?? {});
  if (calcul.sansLieu) return propres;
  const communes = COUPES_COMMUNES.filter(
    (coupe) => !propres.includes(coupe) && !calcul.sans?.includes(coupe) && (coupe !== "mois" || calcul.additif),
  );
  return [...propres, ...communes];
}

/** The cuts that an argument names (`commune`, `commune,age`), or null when the indicator does not have them.
 * Without an argument, the one of the definition. */
export function lireCoupes(calcul: Calcul, ventilation: string | null | undefined): readonly string[] | null {
  if (ventilation === null || ventilation === undefined) return calcul.coupe === null ? [] : [calcul.coupe];
  const coupes = ventilation.split(",").map((coupe) => coupe.trim());
  const connues = coupesDe(calcul);
  const bonnes =
    coupes.length <= (calcul.somme ? COUPES_MAX - 1 : COUPES_MAX) &&
    new Set(coupes).size === coupes.length &&
    coupes.every((coupe) => connues.includes(coupe));
  return bonnes ? coupes : null;
}
