/** Puts rows back in the order of the keys that a loader was given. */
export function parCle<T>(cles: readonly string[], lignes: readonly T[], cle: (ligne: T) => string): (T | null)[] {
  const trouvees = new Map(lignes.map((ligne) => [cle(ligne), ligne]));
  return cles.map((c) => trouvees.get(c) ?? null);
}

/** The same for lists: each key has its rows, in the order of the statement. */
export function listesParCle<T>(cles: readonly string[], lignes: readonly T[], cle: (ligne: T) => string): T[][] {
  const listes = new Map<string, T[]>(cles.map((c) => [c, []]));
  for (const ligne of lignes) listes.get(cle(ligne))?.push(ligne);
  return cles.map((c) => listes.get(c)!);
}
