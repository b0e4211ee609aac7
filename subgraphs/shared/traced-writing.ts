import type { WritingTransaction } from "./context";

/** Writes of one transaction: whoever an event names and no trace does is traced at its end, under the name of the event. */
export function tracedWriting(writing: WritingTransaction): { writing: WritingTransaction; finish(): Promise<void> } {
  const traced = new Set<string>();
  const told = new Map<string, Set<string>>();
  return {
    writing: {
      ...writing,
      publish: async (...events) => {
        for (const { allocataire, type } of events)
          if (allocataire !== null) told.set(allocataire, (told.get(allocataire) ?? new Set()).add(`Evenement.${type}`));
        await writing.publish(...events);
      },
      trace: async (allocataires, champs, ...how) => {
        for (const id of allocataires) traced.add(id);
        await writing.trace(allocataires, champs, ...how);
      },
    },
    finish: async () => {
      const missing = Map.groupBy(
        [...told].filter(([id]) => !traced.has(id)),
        ([, types]) => [...types].sort().join(" "),
      );
      for (const [champs, people] of missing) {
        await writing.trace(
          people.map(([id]) => id),
          champs.split(" "),
        );
      }
    },
  };
}
