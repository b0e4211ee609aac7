import pg from "pg";
import { SYSTEME } from "./identity";
import type { Log } from "./log";
import { roleOf } from "./migrations";
import { type RunningWork, startPeriodicWork } from "./periodic-work";

export interface PublishedEvent {
  id: string;
  position: number;
  type: string;
  departement: string | null;
  allocataire: string | null;
  donnees: Record<string, any>;
  survenuLe: Date;
}

/** The table where a follower keeps how far it has read, in the schema that it fills. */
export const cursorTable = (schema: string) => `create table ${schema}.curseur (nom text primary key, position bigint not null)`;

export interface FollowerOptions {
  url: string;
  schema: string;
  /** Name of the cursor. */
  name: string;
  log: Log;
  /** Events read at a time. */
  batch?: number;
  /** Relation of events that the role may read; the whole journal by default. A constant of the code. */
  from?: string;
  /** Applies events, in order, in the transaction that also moves the cursor: each event once. */
  apply(client: pg.ClientBase, events: PublishedEvent[]): Promise<void>;
}

const readSql = (from: string) => `select id, position, type, departement, allocataire, donnees, survenu_le as "survenuLe"
  from ${from} where position > $1 order by position limit $2`;

/** The whole territory: the départements that the hub knows, and those that the events name (an import may come before its organismes). */
const TERRITOIRE = `select set_config('unefois.departements', (select string_agg(distinct departement, ',') from (
    select departement from publie.organisme union all select unnest($1::text[])) t), true)`;

/** Applies the events that follow the cursor. Returns how many. Runs as the role of the schema, with the whole territory in sight. */
export async function followOnce(client: pg.ClientBase, options: Omit<FollowerOptions, "url" | "log">): Promise<number> {
  const { schema, name } = options;
  await client.query("begin");
  try {
    await client.query(`set local role ${roleOf(schema)}`);
    await client.query(
      "select set_config('unefois.portee', 'departement', true), set_config('unefois.suivi', 'tout', true), set_config('unefois.finalite', $1, true)",
      [SYSTEME],
    );
    await client.query(`insert into ${schema}.curseur (nom, position) values ($1, 0) on conflict do nothing`, [name]);
    const cursor = await client.query(`select position from ${schema}.curseur where nom = $1 for update`, [name]);
    const { rows } = await client.query<PublishedEvent>(readSql(options.from ?? "journal.evenement"), [
      cursor.rows[0].position,
      options.batch ?? 2_000,
    ]);
    if (rows.length > 0) {
      await client.query(TERRITOIRE, [rows.flatMap((event) => event.departement ?? [])]);
      await options.apply(client, rows);
      await client.query(`update ${schema}.curseur set position = $2 where nom = $1`, [name, rows.at(-1)!.position]);
    }
    await client.query("commit");
    return rows.length;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

export type RunningFollower = RunningWork;

/** Follows the log until it is stopped: wakes at each NOTIFY of the sequencer, and comes back by itself when PostgreSQL was away. */
export const startFollower = (options: FollowerOptions): RunningFollower =>
  startPeriodicWork({ ...options, everyMs: 1_000, wakeOn: "evenement", work: (client) => followOnce(client, options) });
