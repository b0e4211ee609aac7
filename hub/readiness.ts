import { lastingPool } from "../subgraphs/shared/owner";

export interface Readiness {
  check(): Promise<boolean>;
  close(): Promise<void>;
}

/** Whether PostgreSQL answers: asked at most once a second, on a connection of its own. */
export function databaseAnswers(databaseUrl: string): Readiness {
  const pool = lastingPool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 1_000, query_timeout: 1_000 });
  let last: { at: number; ready: Promise<boolean> } = { at: Number.NEGATIVE_INFINITY, ready: Promise.resolve(false) };
  return {
    check: () => {
      if (performance.now() - last.at > 1_000) {
        const ready = pool.query("select 1").then(
          () => true,
          () => false,
        );
        last = { at: performance.now(), ready };
      }
      return last.ready;
    },
    close: () => pool.end(),
  };
}
