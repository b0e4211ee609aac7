import { type Facteur, type Mouvement, touches } from "./facteur";

/** Secondary suppression of one table. A hidden cell is safe when a swap moves it: adding one here and taking one there changes hidden
 * cells only, so all that is shown stays the same and the hidden cell does not. A sum of swaps proves it for all hidden cells at once:
 * no linear combination of shown cells gives one (docs/petits-nombres.md). */

export interface Table {
  /** Its dimensions; a cell is a member of each, `indice` of them. */
  readonly facteurs: readonly Facteur[];
  /** People behind each cell. */
  readonly personnes: Float64Array;
  /** 1: too few people. */
  readonly primaire: Uint8Array;
  /** What tables of fewer dimensions decided of their cells: 1 hidden, 0 shown, -1 to decide here. */
  readonly fixe: Int8Array;
}

/** Candidates that are tried along a dimension before all of them are. */
const ESSAIS = 8;

export const taille = (facteurs: readonly Facteur[]): number => facteurs.reduce((n, f) => n * f.membres.length, 1);

/** Rank of a cell, the last dimension running fastest. */
export const indice = (facteurs: readonly Facteur[], membres: readonly number[]): number =>
  facteurs.reduce((rang, f, d) => rang * f.membres.length + membres[d]!, 0);

export function membresDe(facteurs: readonly Facteur[], cellule: number): number[] {
  const membres: number[] = [];
  let reste = cellule;
  for (let d = facteurs.length - 1; d >= 0; d--) {
    const n = facteurs[d]!.membres.length;
    membres[d] = reste % n;
    reste = Math.floor(reste / n);
  }
  return membres;
}

/** The cells to hide: those with too few people, those decided before, and the ones that protect them (1 hidden, 0 shown).
 * @param seuil a hidden cell and its protection have this many people together, when the table can.
 * When no swap protects a cell, every cell to decide here is hidden: what is left are the tables of fewer dimensions. */
export function fermer(table: Table, seuil: number): Uint8Array {
  const cachees = cacheesAuDepart(table);
  const couvertes = new Uint8Array(cachees.length);
  // Smallest first: the choice does not depend on who asks.
  const aCouvrir = [...cachees.keys()].filter((c) => cachees[c] === 1 && table.personnes[c]! > 0);
  aCouvrir.sort((a, b) => table.personnes[a]! - table.personnes[b]! || a - b);
  while (aCouvrir.length > 0) {
    const cellule = aCouvrir.shift()!;
    if (couvertes[cellule]) continue;
    const echange = trouver(table, cachees, cellule, seuil);
    if (!echange) return toutCacher(table);
    for (const touchee of echange) {
      if (!cachees[touchee]) cachees[touchee] = 1;
      couvertes[touchee] = 1;
    }
  }
  return cachees;
}

const cacheesAuDepart = ({ primaire, fixe }: Table): Uint8Array => primaire.map((petite, c) => (fixe[c] === -1 ? petite : fixe[c]!));
const toutCacher = ({ fixe }: Table): Uint8Array => Uint8Array.from(fixe, (decide) => (decide === -1 ? 1 : decide));

/** How hard a swap is looked for: through how many atoms of a dimension, and whether a cell where nobody is may be hidden too. */
const EFFORTS = [
  { essais: ESSAIS, zeros: false },
  { essais: Number.POSITIVE_INFINITY, zeros: false },
  { essais: Number.POSITIVE_INFINITY, zeros: true },
] as const;
type Effort = (typeof EFFORTS)[number];

function trouver(table: Table, cachees: Uint8Array, cellule: number, seuil: number): number[] | null {
  for (const effort of EFFORTS) {
    const echange = meilleurEchange(table, cachees, cellule, seuil, effort);
    if (echange) return echange;
  }
  return null;
}

/** The cells of the swap that hides the fewest people more, or null when none is allowed. */
function meilleurEchange(table: Table, cachees: Uint8Array, cellule: number, seuil: number, effort: Effort): number[] | null {
  const { facteurs } = table;
  const membres = membresDe(facteurs, cellule);
  let [meilleur, prix]: [number[] | null, number] = [null, Number.POSITIVE_INFINITY];
  for (const mouvements of produit(facteurs.map((_, d) => mouvementsDe(table, cachees, membres, d, effort)))) {
    const touchees = cellulesTouchees(facteurs, mouvements);
    let cout = coutDe(table, cachees, touchees, effort.zeros);
    // Together, a small cell and the one that takes its place are not small: otherwise only when there is nothing better.
    if (cout < prix && table.primaire[cellule] && ensemble(table, membres, mouvements) < seuil) cout += PIS_ALLER;
    if (cout < prix) [meilleur, prix] = [touchees.map(([c]) => c), cout];
  }
  return meilleur;
}

/** People that a swap hides more. Infinite when it changes a cell that another table shows, or where nobody is: a reader who sees 0 knows it
 * of all that the cell holds, and nothing goes below 0, so that zeros may be hidden and only be added to. */
function coutDe({ personnes, fixe }: Table, cachees: Uint8Array, touchees: readonly (readonly [number, number])[], zeros: boolean): number {
  let [cout, sens] = [0, 0];
  for (const [c, signe] of touchees) {
    if (!cachees[c] && fixe[c] !== -1) return Number.POSITIVE_INFINITY;
    if (personnes[c] === 0) {
      if (!zeros || sens === -signe) return Number.POSITIVE_INFINITY;
      sens = signe;
      if (!cachees[c]) cout += ZERO_CACHE;
    } else if (!cachees[c]) cout += personnes[c]!;
  }
  return cout;
}

const ZERO_CACHE = 1e6;
const PIS_ALLER = 1e12;

/** People of the cell and of the ones that a movement exchanges it with. */
function ensemble({ facteurs, personnes }: Table, membres: readonly number[], mouvements: readonly Mouvement[]): number {
  let plus = 0;
  for (const [d, mouvement] of mouvements.entries()) {
    if (mouvement.length === 1) continue;
    const voisins = touches(facteurs[d]!, mouvement).filter(([m]) => m !== membres[d]);
    const gens = voisins.map(([m]) => personnes[indice(facteurs, membres.with(d, m))]!).filter((n) => n > 0);
    plus = Math.max(plus, gens.length > 0 ? Math.min(...gens) : 0);
  }
  return plus === 0 ? Number.POSITIVE_INFINITY : personnes[indice(facteurs, membres)]! + plus;
}

/** Movements along a dimension that change the member of the cell. */
function mouvementsDe(table: Table, cachees: Uint8Array, membres: readonly number[], d: number, effort: Effort): Mouvement[] {
  const f = table.facteurs[d]!;
  const membre = f.membres[membres[d]!]!;
  const dedans = lesPlusSimples(table, cachees, membres, d, membre, effort);
  const dehors =
    membre.length === f.atomes
      ? []
      : lesPlusSimples(
          table,
          cachees,
          membres,
          d,
          Array.from({ length: f.atomes }, (_, i) => i).filter((a) => !membre.includes(a)),
          effort,
        );
  return dedans.flatMap((a): Mouvement[] => [[a], ...dehors.map((b) => [a, b] as const)]);
}

/** Atoms where there is somebody (or not, with `zeros`), those that are hidden already first, then the smallest. */
function lesPlusSimples(
  { facteurs, personnes }: Table,
  cachees: Uint8Array,
  membres: readonly number[],
  d: number,
  atomes: readonly number[],
  { essais, zeros }: Effort,
): readonly number[] {
  const f = facteurs[d]!;
  const seul = (atome: number) => indice(facteurs, membres.with(d, f.de[atome]!.find((m) => f.membres[m]!.length === 1)!));
  const connus = atomes
    .map((atome) => ({ atome, cellule: seul(atome) }))
    .filter(({ cellule }) => zeros || personnes[cellule]! > 0)
    .sort((x, y) => cachees[y.cellule]! - cachees[x.cellule]! || personnes[x.cellule]! - personnes[y.cellule]! || x.atome - y.atome);
  return connus.slice(0, essais).map(({ atome }) => atome);
}

function* produit(listes: readonly (readonly Mouvement[])[], debut: readonly Mouvement[] = []): Generator<readonly Mouvement[]> {
  if (debut.length === listes.length) yield debut;
  else for (const mouvement of listes[debut.length]!) yield* produit(listes, [...debut, mouvement]);
}

function cellulesTouchees(facteurs: readonly Facteur[], mouvements: readonly Mouvement[]): (readonly [cellule: number, signe: number])[] {
  let cellules: (readonly [number, number])[] = [[0, 1]];
  for (const [d, f] of facteurs.entries()) {
    const membres = touches(f, mouvements[d]!);
    cellules = cellules.flatMap(([rang, signe]) => membres.map(([m, s]) => [rang * f.membres.length + m, signe * s] as const));
  }
  return cellules;
}
