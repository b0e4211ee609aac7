import type pg from "pg";
import { type FollowerOptions, type PublishedEvent, type RunningFollower, startFollower } from "./event-follower";
import type { Log } from "./log";

/** Who was erased from the whole hub, as parallel lists for SQL; null when nobody was. An erasure by one partner's tool is that tool's own affair. */
export function erased(events: readonly PublishedEvent[]): { departements: string[]; allocataires: string[]; le: Date } | null {
  const people = events.filter(({ type, donnees }) => type === "PersonneEffacee" && donnees.portee === "HUB");
  if (people.length === 0) return null;
  return {
    departements: people.map((event) => event.departement!),
    allocataires: people.map((event) => event.allocataire!),
    le: people.at(-1)!.survenuLe,
  };
}

/** What the follower of a schema is, that erases its own rows by its function `effacer`; tests apply it once. */
export const erasureOf = (schema: string): Omit<FollowerOptions, "url" | "log"> => ({
  schema,
  name: "effacement",
  from: "publie.personne_effacee",
  apply: async (client: pg.ClientBase, events) => {
    const people = erased(events);
    if (people)
      await client.query(`select ${schema}.effacer($1::text[], $2::uuid[], $3)`, [people.departements, people.allocataires, people.le]);
  },
});

/** Follows the log and erases, in a schema, the people whom the hub erased. */
export const followErasures = (url: string, log: Log, schema: string): RunningFollower => startFollower({ ...erasureOf(schema), url, log });
