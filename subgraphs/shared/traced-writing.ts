import type { EventToPublish } from "./journal";
import type { Nature } from "./nature";

/** What of a writing transaction says who was written of (`WritingTransaction`). */
interface Writing {
  publish(...events: Omit<EventToPublish, "survenuLe" | "source">[]): Promise<void>;
  trace(allocataires: string[], champs: string[], nature?: Nature, organisme?: string): Promise<void>;
}

/** Writes of one transaction: whoever an event names and no trace does is traced at its end, under the name of the event. */
export function tracedWriting<W extends Writing>(writing: W): { writing: W; finish(): Promise<void> } {
  const traced = new Set<string>();
  const told = new Map<string, Set<string>>();
  return {
    writing: {
      ...writing,
      publish: async (...events: Parameters<Writing["publish"]>) => {
        for (const { allocataire, type } of events)
          if (allocataire !== null) told.set(allocataire, (told.get(allocataire) ?? new Set()).add(`Evenement.${type}`));
        await writing.publish(...events);
      },
      trace: async (...told: Parameters<Writing["trace"]>) => {
        for (const id of told[0]) traced.add(id);
        await writing.trace(...told);
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
