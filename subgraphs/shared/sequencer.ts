import pg from "pg";
import type { Log } from "./log";

/** The one that numbers events. One number for the hub: a second sequencer waits for its turn. */
const SEQUENCER_LOCK = 4_219_005;
/** Rows numbered at a time. */
const BATCH = 5_000;

const NUMBER_SQL = `with fresh as (
    select id from journal.evenement where position is null order by rang limit $1
  ), numbered as (
    select id, (select coalesce(max(position), 0) from journal.evenement) + row_number() over (order by e.rang) as position
    from journal.evenement e join fresh using (id)
  )
  update journal.evenement e set position = n.position from numbered n where e.id = n.id`;

/** Numbers the events that are committed and have no position yet, and tells who listens. Returns how many.
 * A row is only seen once its transaction is committed: a position never appears behind one that was already read. */
export async function numberEvents(client: pg.ClientBase): Promise<number> {
  let total = 0;
  for (;;) {
    const { rowCount } = await client.query({ name: "sequenceur", text: NUMBER_SQL, values: [BATCH] });
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) break;
  }
  if (total > 0) await client.query("notify evenement");
  return total;
}

export interface RunningSequencer {
  stop(): Promise<void>;
}

/** Runs the sequencer until it is stopped; it comes back by itself when PostgreSQL was away.
 * @param everyMs pause between two looks, in milliseconds. */
export function startSequencer(url: string, log: Log, everyMs = 100): RunningSequencer {
  let stopped = false;
  let client: pg.Client | null = null;
  const loop = async () => {
    while (!stopped) {
      try {
        client ??= await connect(url);
        await numberEvents(client);
        await pause(everyMs);
      } catch (error) {
        log.warn({ code: (error as { code?: string }).code }, "séquenceur interrompu, reprise dans une seconde");
        await client?.end().catch(() => undefined);
        client = null;
        await pause(1_000);
      }
    }
    await client?.end().catch(() => undefined);
  };
  const done = loop();
  return {
    stop: async () => {
      stopped = true;
      await done;
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "unefois-sequenceur" });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("select pg_advisory_lock($1)", [SEQUENCER_LOCK]);
  return client;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
