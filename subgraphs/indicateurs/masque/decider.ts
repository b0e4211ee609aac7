import type { Facteur } from "./facteur";
import { fermer, indice, membresDe, type Table, taille } from "./fermer";
import { partsEnPlus } from "./reste";

export interface Dimension {
  facteur: Facteur;
  /** True for a cut: where the whole is hidden, so are its parts. False for territories: a département is shown and a commune is not. */
  coupe: boolean;
}

/** Decides which cells of a table are hidden, the tables of fewer dimensions first: a total is hidden or not whatever cut is asked with it,
 * and the figures of the département whatever territory.
 * @param personnes people behind each cell, @param primaire cells that are too small, both over all the dimensions (`indice`). */
export function decider(dimensions: readonly Dimension[], personnes: Float64Array, primaire: Uint8Array, seuil: number): Uint8Array {
  const tous = dimensions.map(({ facteur }) => facteur);
  const decidees = new Map<number, Uint8Array>();
  let dernier = new Uint8Array();
  for (const masque of parTaille(dimensions.length)) {
    const siennes = dimensions.filter((_, d) => masque & (1 << d));
    dernier = new Uint8Array(deciderUne(siennes, masque, { tous, personnes, primaire, decidees, seuil }));
    decidees.set(masque, dernier);
  }
  return dernier;
}

interface Contexte {
  tous: readonly Facteur[];
  personnes: Float64Array;
  primaire: Uint8Array;
  decidees: ReadonlyMap<number, Uint8Array>;
  seuil: number;
}

/** The table of some of the dimensions: those whose bit is in `masque`. */
function deciderUne(
  dimensions: readonly Dimension[],
  masque: number,
  { tous, personnes, primaire, decidees, seuil }: Contexte,
): Uint8Array {
  const facteurs = dimensions.map(({ facteur }) => facteur);
  const bits = tous.map((_, d) => d).filter((d) => masque & (1 << d));
  const n = taille(facteurs);
  const table: Table = { facteurs, personnes: new Float64Array(n), primaire: new Uint8Array(n), fixe: new Int8Array(n).fill(-1) };
  /** What the table without dimension `rang` says of a cell that is the whole there. */
  const sans = (membres: readonly number[], rang: number) =>
    decidees.get(masque & ~(1 << bits[rang]!))![indice(facteurs.toSpliced(rang, 1), membres.toSpliced(rang, 1))]!;
  for (let cellule = 0; cellule < n; cellule++) {
    const membres = membresDe(facteurs, cellule);
    const pleins = tous.map(() => 0);
    for (const [rang, d] of bits.entries()) pleins[d] = membres[rang]!;
    const origine = indice(tous, pleins);
    table.personnes[cellule] = personnes[origine]!;
    const ensemble = membres.indexOf(0);
    if (ensemble >= 0) table.fixe[cellule] = sans(membres, ensemble);
    else table.primaire[cellule] = primaire[origine]! | heritee(dimensions, membres, sans);
  }
  return fermerAvecRestes(table, seuil);
}

/** Closed by swaps, then by what totals leave, until both hold. A cell that is hidden once stays so: it ends. */
function fermerAvecRestes(table: Table, seuil: number): Uint8Array {
  for (;;) {
    const cachees = fermer(table, seuil);
    const plus = partsEnPlus(table, cachees, seuil);
    if (plus.length === 0) return cachees;
    for (const cellule of plus) table.primaire[cellule] = 1;
  }
}

const heritee = (
  dimensions: readonly Dimension[],
  membres: readonly number[],
  sans: (membres: readonly number[], rang: number) => number,
) => (dimensions.some(({ coupe }, rang) => coupe && sans(membres, rang) === 1) ? 1 : 0);

/** The sets of dimensions as bits, those with fewer first. */
function parTaille(dimensions: number): number[] {
  const bits = (masque: number): number => (masque === 0 ? 0 : (masque & 1) + bits(masque >> 1));
  return Array.from({ length: 1 << dimensions }, (_, masque) => masque).sort((a, b) => bits(a) - bits(b));
}
