import type { Transaction } from "../../shared/database";
import type { Depart } from "./curseur";
import type { Tri } from "./filtre/filtre-offres";
import { nombresDeMots } from "./mots/elargir";
import { chercher, type Trouvee } from "./page.repository";
import type { Recherche } from "./recherche";

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
