import type { NirCipher } from "../../shared/nir-cipher";
import type { candidatsDe, IdentiteDemandee, Lecteur, pairesDistinctes } from "./candidats.repository";
import { lireIdentite } from "./comparer";
import type { Resultat } from "./identite";
import { resoudre } from "./resoudre";

/** Storage that the use case reads: the repository, or another of the same shape. */
export interface Stockage {
  candidatsDe: typeof candidatsDe;
  pairesDistinctes: typeof pairesDistinctes;
}

/** Identities resolved by one packet: the memory of an import does not depend on its size. */
const PAQUET = 1_000;

/** Who each received identity is. One identity or two hundred thousand: the same few statements a packet.
 * An identity that no result names is unknown (AUCUN). */
export async function reconnaitre(
  lecteur: Lecteur,
  stockage: Stockage,
  demandees: IdentiteDemandee[],
  cipher: NirCipher,
): Promise<Map<string, Resultat>> {
  const resultats = new Map<string, Resultat>();
  for (let i = 0; i < demandees.length; i += PAQUET) {
    const paquet = demandees.slice(i, i + PAQUET);
    const candidats = await stockage.candidatsDe(lecteur, paquet, cipher);
    const ids = [...new Set([...candidats.values()].flat().map((c) => c.id))];
    const distinctes = ids.length > 1 ? await stockage.pairesDistinctes(lecteur, ids) : new Set<string>();
    for (const { ref, identite } of paquet) {
      const connus = candidats.get(ref);
      if (!connus) continue;
      const lus = connus.map((c) => ({ id: c.id, lue: lireIdentite(c) }));
      resultats.set(ref, resoudre(lireIdentite(identite), lus, distinctes));
    }
  }
  return resultats;
}
