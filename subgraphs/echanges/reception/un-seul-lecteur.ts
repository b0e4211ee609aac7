import { asOwner } from "../../shared/owner";

/** Runs the work when no other process reads the same département: a lock of PostgreSQL, which goes with its connection. Says whether it ran. */
export const unSeulLecteur =
  (databaseUrl: string, departement: string) =>
  (work: () => Promise<void>): Promise<boolean> =>
    asOwner(
      databaseUrl,
      async (client) => {
        // The connection only holds the lock: when it is lost, another process may read, and what is received stays unique.
        client.on("error", () => undefined);
        const { rows } = await client.query("select pg_try_advisory_lock(hashtextextended('lectures-france-travail ' || $1, 0)) as pris", [
          departement,
        ]);
        if (!rows[0].pris) return false;
        await work();
        return true;
      },
      "unefois-lectures",
    );
