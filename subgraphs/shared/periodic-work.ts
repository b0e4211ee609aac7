import pg from "pg";
import type { Log } from "./log";
import { acteDuTravailleur, direOperateur } from "./operateur";

export interface PeriodicWorkOptions {
  /** Connection of the owner. */
  url: string;
  /** Name in the logs, in pg_stat_activity, and in the register of whom it writes of. */
  name: string;
  log: Log;
  /** Pause between two rounds, in milliseconds. */
  everyMs: number;
  /** A NOTIFY on this channel ends the pause, and a round that did something is followed by another at once. */
  wakeOn?: string;
  /** One round. Returns how much it did. */
  work(client: pg.ClientBase): Promise<number>;
}

export interface RunningWork {
  stop(): Promise<void>;
}

/** Runs a short work again and again on one connection, until it is stopped; it comes back by itself when PostgreSQL was away. */
export function startPeriodicWork(options: PeriodicWorkOptions): RunningWork {
  let stopped = false;
  // Told during a round, it must not be forgotten when the pause begins.
  let notified = false;
  let wake: () => void = () => undefined;
  const onNotification = () => {
    notified = true;
    wake();
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopped || notified) return resolve();
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let client: pg.Client | null = null;
  const loop = async () => {
    while (!stopped) {
      try {
        client ??= await connect(options, onNotification);
        notified = false;
        const done = await options.work(client);
        if (!options.wakeOn || done === 0) await pause(options.everyMs);
      } catch (error) {
        options.log.warn({ err: error as Error, travail: options.name }, "travail interrompu, reprise dans une seconde");
        await client?.end().catch(() => undefined);
        client = null;
        notified = false;
        await pause(1_000);
      }
    }
    await client?.end().catch(() => undefined);
  };
  const done = loop();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await done;
    },
  };
}

async function connect({ url, name, wakeOn }: PeriodicWorkOptions, onNotification: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: `unefois-${name}` });
  client.on("error", () => undefined);
  client.on("notification", onNotification);
  await client.connect();
  await direOperateur(client, acteDuTravailleur(name));
  if (wakeOn) await client.query(`listen ${wakeOn}`);
  return client;
}
