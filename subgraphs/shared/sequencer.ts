import type pg from "pg";
import type { Log } from "./log";
import { type RunningWork, startPeriodicWork } from "./periodic-work";

/** Held while positions are given. One number for the hub: sequencers that run at once take turns, batch by batch. */
const SEQUENCER_LOCK = 4_219_005;
/** Rows numbered at a time. */
const BATCH = 5_000;

const PENDING_SQL = "select exists (select from journal.evenement where position is null) as pending";

const NUMBER_SQL = `with fresh as (
    select id from journal.evenement where position is null order by rang limit $1
  ), numbered as (
    select id, (select coalesce(max(position), 0) from journal.evenement) + row_number() over (order by e.rang) as position
    from journal.evenement e join fresh using (id)
  )
  update journal.evenement e set position = n.position from numbered n where e.id = n.id`;

/** Numbers the events that are committed and have no position yet, and tells who listens. Returns how many.
 * A row is only seen once its transaction is committed: a position never appears behind one that was already read.
 * @param client a connection of the owner that is in no transaction. */
export async function numberEvents(client: pg.ClientBase): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await client.query({ name: "sequenceur_attente", text: PENDING_SQL });
    if (!rows[0].pending) return total;
    total += await numberBatch(client);
  }
}

/** One batch in one transaction. The lock is taken by a statement of its own: the next one then sees all that earlier holders numbered. */
async function numberBatch(client: pg.ClientBase): Promise<number> {
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [SEQUENCER_LOCK]);
    const { rowCount } = await client.query({ name: "sequenceur", text: NUMBER_SQL, values: [BATCH] });
    if (rowCount) await client.query("notify evenement");
    await client.query("commit");
    return rowCount ?? 0;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

export type RunningSequencer = RunningWork;

/** Runs the sequencer until it is stopped. Several may run at once.
 * @param everyMs pause between two looks, in milliseconds. */
export const startSequencer = (url: string, log: Log, everyMs = 100): RunningSequencer =>
  startPeriodicWork({ url, name: "sequenceur", log, everyMs, work: numberEvents });
