import pg from "pg";
import { CodedError } from "./coded-error";

/** Longest time left that a header or PostgreSQL takes: 24 days, in milliseconds. */
const LONGEST_MS = 2_000_000_000;

/** Milliseconds left until an instant of `performance.now()`, one at least; null: no limit. */
export function leftMs(until: number | undefined): number | null {
  return until === undefined ? null : Math.min(LONGEST_MS, Math.max(1, Math.ceil(until - performance.now())));
}

const tooLate = () => new CodedError("DELAI_DEPASSE", "Le délai de la requête est dépassé : demandez moins à la fois, ou réessayez.");

/** Asks PostgreSQL to stop what a connection runs. On a connection of its own: those of the pool may all be busy with what must stop. */
export class Canceller {
  private pool: pg.Pool | null = null;

  constructor(private readonly url: string) {}

  async cancel(backend: number): Promise<void> {
    if (!this.pool) {
      this.pool = new pg.Pool({ connectionString: this.url, max: 1, idleTimeoutMillis: 5_000, application_name: "unefois-delai" });
      this.pool.on("error", () => undefined);
    }
    await this.pool.query("select pg_cancel_backend($1)", [backend]);
  }

  async close(): Promise<void> {
    await this.pool?.end();
    this.pool = null;
  }
}

/** The deadline of one transaction: at that instant what PostgreSQL runs for it is cancelled, and nothing more is asked. */
export class Deadline {
  private over = false;
  private timer: NodeJS.Timeout | null = null;
  private cancelling: Promise<void> | null = null;

  /** @param until instant of `performance.now()`; undefined: never. */
  constructor(
    readonly until: number | undefined,
    canceller: Canceller,
    client: pg.PoolClient,
  ) {
    if (until === undefined) return;
    this.timer = setTimeout(
      () => {
        this.over = true;
        const { processID } = client as unknown as { processID: number };
        // When PostgreSQL is away there is nothing to cancel; `statement_timeout` ends what this misses.
        this.cancelling = canceller.cancel(processID).catch(() => undefined);
      },
      Math.min(LONGEST_MS, Math.max(0, until - performance.now())),
    );
    this.timer.unref();
  }

  /** Errors: CodedError DELAI_DEPASSE. */
  check(): void {
    if (this.over) throw tooLate();
  }

  /** The transaction is over. Waits for a cancel under way: it must not reach who takes the connection next. */
  async end(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.cancelling;
  }
}

/** SQLSTATE of a statement that was cancelled, by a deadline or by `statement_timeout`. */
export const CANCELLED = "57014";
export const cancelled = tooLate;
