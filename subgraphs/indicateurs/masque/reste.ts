import type { Facteur } from "./facteur";
import { indice, membresDe, type Table } from "./fermer";

/** What a shown total leaves once its shown parts are taken away. Two hidden parts of one person each cannot be told apart by any sum, and
 * yet both are known: together they are 2, and a part that is hidden is not 0. */

/** The cells to hide beside `cachees`: where the hidden parts of a shown total hold fewer than `seuil` people, and one more for each part
 * after the first, the smallest part that is shown. Empty when every remainder is large enough, or holds all that this table may hide. */
export function partsEnPlus(table: Table, cachees: Uint8Array, seuil: number): number[] {
  const plus = new Set<number>();
  for (const [d, facteur] of table.facteurs.entries()) {
    const seuls = facteur.de.map((membres) => membres.find((m) => facteur.membres[m]!.length === 1)!);
    const composes = [...facteur.membres.keys()].filter((m) => facteur.membres[m]!.length > 1);
    for (let cellule = 0; cellule < cachees.length; cellule++) {
      const membres = membresDe(table.facteurs, cellule);
      if (membres[d] !== 0) continue;
      for (const [grand, petit] of differences(facteur, composes)) {
        const enPlus = partEnPlus(table, cachees, seuil, { membres, d, seuls, grand, petit });
        if (enPlus !== null) plus.add(enPlus);
      }
    }
  }
  return [...plus];
}

/** Each composed member, and each with another that it holds: what the second leaves of the first. */
const differences = ({ membres }: Facteur, composes: readonly number[]): [grand: number, petit: number | null][] =>
  composes.flatMap((grand): [number, number | null][] => [
    [grand, null],
    ...composes
      .filter((petit) => petit !== grand && membres[petit]!.every((atome) => membres[grand]!.includes(atome)))
      .map((petit): [number, number] => [grand, petit]),
  ]);

interface Ligne {
  /** A cell of the line; its member along `d` is replaced. */
  membres: readonly number[];
  d: number;
  /** The member that each atom alone is. */
  seuls: readonly number[];
  grand: number;
  petit: number | null;
}

function partEnPlus(
  { facteurs, personnes, fixe }: Table,
  cachees: Uint8Array,
  seuil: number,
  { membres, d, seuls, grand, petit }: Ligne,
): number | null {
  const cellule = (membre: number) => indice(facteurs, membres.with(d, membre));
  if (cachees[cellule(grand)] || (petit !== null && cachees[cellule(petit)])) return null;
  const dedans = petit === null ? [] : facteurs[d]!.membres[petit]!;
  const parts = facteurs[d]!.membres[grand]!.filter((atome) => !dedans.includes(atome)).map((atome) => cellule(seuls[atome]!));
  const tues = parts.filter((part) => cachees[part] && personnes[part]! > 0);
  const reste = tues.reduce((somme, part) => somme + personnes[part]!, 0);
  if (tues.length === 0 || reste >= seuil + tues.length - 1) return null;
  const candidates = parts.filter((part) => !cachees[part] && fixe[part] === -1 && personnes[part]! > 0);
  candidates.sort((a, b) => personnes[a]! - personnes[b]! || a - b);
  return candidates[0] ?? null;
}
