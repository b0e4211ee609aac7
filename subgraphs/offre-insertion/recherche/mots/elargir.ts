import type { Transaction } from "../../../shared/database";
import type { Depart } from "../curseur";
import type { Tri } from "../filtre/filtre-offres";
import { chercher, type Trouvee } from "../page.repository";
import type { Recherche } from "../recherche";

/** How many of `mots` words are asked when no offer carries them all, the most first. Of many words, the choices would be too many. */
export const nombresDeMots = (mots: number): number[] =>
  [...new Set([mots - 1, ...(mots <= 6 ? [mots - 2] : []), 1])].filter((nombre) => nombre >= 1 && nombre < mots);

/** The page of a search; when no offer carries all its words, of those that carry the most. `lire`: the search of so many words; null: of all.
 * A cursor goes on with the list that gave it. */
export async function chercherOuElargir(
  tx: Transaction,
  lire: (auMoins: number | null) => Recherche | null,
  page: { tri: Tri; nombre: number; depart: Depart | null },
): Promise<{ recherche: Recherche | null; trouvees: Trouvee[] }> {
  const recherche = lire(page.depart?.auMoins ?? null);
  if (!recherche) return { recherche, trouvees: [] };
  const trouvees = await chercher(tx, { ...recherche, ...page });
  if (trouvees.length > 0 || page.depart) return { recherche, trouvees };
  for (const nombre of nombresDeMots(recherche.mots?.mots.length ?? 0)) {
    const large = lire(nombre)!;
    const plus = await chercher(tx, { ...large, ...page });
    if (plus.length > 0) return { recherche: large, trouvees: plus };
  }
  return { recherche, trouvees };
}

/** Dit qu’une recherche a été élargie ; null si elle ne l’a pas été. */
export function elargissement({ auMoins, mots }: Recherche): string | null {
  if (auMoins === null || !mots) return null;
  const combien = auMoins === 1 ? "un" : auMoins;
  return `Aucune offre ne convient avec tous les mots : voici celles qui en contiennent au moins ${combien} sur ${mots.mots.length}.`;
}
