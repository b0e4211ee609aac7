import type { Recherche } from "../recherche";

/** How many of `mots` words are asked when no offer carries them all, the most first. Of many words, the choices would be too many. */
export const nombresDeMots = (mots: number): number[] =>
  [...new Set([mots - 1, ...(mots <= 6 ? [mots - 2] : []), 1])].filter((nombre) => nombre >= 1 && nombre < mots);

/** Dit qu’une recherche a été élargie ; null si elle ne l’a pas été. */
export function elargissement({ auMoins, mots }: Recherche): string | null {
  if (auMoins === null || !mots) return null;
  const combien = auMoins === 1 ? "un" : auMoins;
  return `Aucune offre ne convient avec tous les mots : voici celles qui en contiennent au moins ${combien} sur ${mots.mots.length}.`;
}
