/** One dimension of a table: its atoms, and the members that are asked for, each a set of atoms. The first member is the whole. */
export interface Facteur {
  /** Number of atoms. */
  readonly atomes: number;
  /** Atoms of each member; `membres[0]` holds them all. */
  readonly membres: readonly (readonly number[])[];
  /** Members that hold an atom. */
  readonly de: readonly (readonly number[])[];
}

/** What a swap does along one dimension: it moves one atom, or takes from one to give to another. */
export type Mouvement = readonly [number] | readonly [number, number];

/** A dimension from its members; `membres[0]` must be the whole. */
export function facteur(atomes: number, membres: readonly (readonly number[])[]): Facteur {
  const de: number[][] = Array.from({ length: atomes }, () => []);
  for (const [rang, membre] of membres.entries()) for (const atome of membre) de[atome]!.push(rang);
  return { atomes, membres, de };
}

/** The dimension of a cut: the whole (0), then each of its `n` keys (key i is member i + 1). */
export const facteurDeCles = (n: number): Facteur => {
  const atomes = Array.from({ length: n }, (_, i) => i);
  return facteur(n, [atomes, ...atomes.map((i) => [i])]);
};

/** Members whose figure changes with a movement: those that hold exactly one of its atoms; with which sign. */
export function touches(f: Facteur, [a, b]: Mouvement): readonly (readonly [membre: number, signe: 1 | -1])[] {
  if (b === undefined) return f.de[a]!.map((m) => [m, 1] as const);
  const [deA, deB] = [f.de[a]!, f.de[b]!];
  return [
    ...deA.filter((m) => !deB.includes(m)).map((m) => [m, 1] as const),
    ...deB.filter((m) => !deA.includes(m)).map((m) => [m, -1] as const),
  ];
}
