import type pg from "pg";
import { SYSTEME } from "../../shared/identity";
import type { Ecrivain } from "./etapes.repository";

/** One transaction of the hub itself: the role of the subgraph, the whole territory in sight. */
export async function auNomDuHub(client: pg.ClientBase, work: (tx: Ecrivain) => Promise<number>): Promise<number> {
  await client.query("begin");
  try {
    await client.query(
      `select set_config('role', 'unefois_rendez_vous', true), set_config('unefois.portee', 'departement', true),
         set_config('unefois.finalite', $1, true),
         set_config('unefois.departements', (select string_agg(distinct departement, ',') from publie.organisme), true)`,
      [SYSTEME],
    );
    const done = await work({
      rows: async (text, values) => (await client.query(text, values)).rows,
      execute: async (text, values) => (await client.query(text, values)).rowCount ?? 0,
    });
    await client.query("commit");
    return done;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}
