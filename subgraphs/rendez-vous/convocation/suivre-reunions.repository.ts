import type pg from "pg";
import { type FollowerOptions, type PublishedEvent, type RunningFollower, startFollower } from "../../shared/event-follower";
import { insertEvents } from "../../shared/journal";
import type { Log } from "../../shared/log";
import type { Ecrivain } from "./etapes.repository";
import { suivreConvocations } from "./suivre-convocations.repository";

const ecrivain = (client: pg.ClientBase): Ecrivain => ({
  rows: async (text, values) => (await client.query(text, values)).rows,
  execute: async (text, values) => (await client.query(text, values)).rowCount ?? 0,
});

/** When two people become one, or one becomes two again, their absences follow: ranks and cases are computed again at once. */
export const reunionsDePersonnes: Omit<FollowerOptions, "url" | "log"> = {
  schema: "rendez_vous",
  name: "reunions-de-personnes",
  from: "publie.personne_reunie",
  apply: async (client: pg.ClientBase, events: PublishedEvent[]) => {
    const people = events.flatMap(({ allocataire, donnees }) => [allocataire!, donnees.fusionnee as string]);
    const tx = ecrivain(client);
    const { evenements } = await suivreConvocations(tx, people, events.at(-1)!.survenuLe);
    await insertEvents(tx, evenements);
  },
};

export const suivreReunions = (url: string, log: Log): RunningFollower => startFollower({ ...reunionsDePersonnes, url, log });
