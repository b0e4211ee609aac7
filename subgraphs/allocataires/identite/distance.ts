/** Damerau-Levenshtein (optimal string alignment): letters added, left out, replaced, or two neighbours swapped.
 * @returns the number of typing errors from one text to the other, or `maximum + 1` as soon as there are more. */
export function fautes(a: string, b: string, maximum: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > maximum) return maximum + 1;
  let avant: number[] = [];
  let ligne = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const suivante = [i];
    let plusPetite = i;
    for (let j = 1; j <= b.length; j++) {
      const cout = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min(ligne[j]! + 1, suivante[j - 1]! + 1, ligne[j - 1]! + cout);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, avant[j - 2]! + 1);
      suivante.push(d);
      plusPetite = Math.min(plusPetite, d);
    }
    if (plusPetite > maximum) return maximum + 1;
    avant = ligne;
    ligne = suivante;
  }
  return Math.min(ligne[b.length]!, maximum + 1);
}

/** Near enough to be one name written twice: one error from four letters, two from eight. Shorter names differ by one letter and are other names. */
export function proches(a: string, b: string): boolean {
  const longueur = Math.min(a.length, b.length);
  const permises = longueur < 4 ? 0 : longueur < 8 ? 1 : 2;
  return permises > 0 && fautes(a, b, permises) <= permises;
}
