interface Attente<T, R> {
  item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** Handles together what arrives together: while a group is being handled, the next ones wait and form a group. Order is kept, each one gets its own answer.
 * Nobody waits for a timer: alone, an item is handled at once.
 * @param traiter one answer or one error an item, in their order. */
export function grouperArrivees<T, R>(traiter: (items: readonly T[]) => Promise<PromiseSettledResult<R>[]>, maximum: number) {
  const file: Attente<T, R>[] = [];
  let occupe: Promise<void> | null = null;
  const vider = async () => {
    while (file.length > 0) {
      const groupe = file.splice(0, maximum);
      const resultats = await traiter(groupe.map(({ item }) => item)).catch((reason) =>
        groupe.map(() => ({ status: "rejected" as const, reason })),
      );
      for (const [i, resultat] of resultats.entries()) {
        if (resultat.status === "fulfilled") groupe[i]!.resolve(resultat.value);
        else groupe[i]!.reject(resultat.reason);
      }
    }
    occupe = null;
  };
  return {
    ajouter: (item: T): Promise<R> =>
      new Promise((resolve, reject) => {
        file.push({ item, resolve, reject });
        occupe ??= vider();
      }),
    /** Waits for what was given. */
    fini: async () => {
      await occupe;
    },
  };
}
