import type pg from "pg";

const FILLED = `select string_agg(format('%I.%I', n.nspname, c.relname), ', ') as tables
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname in ('allocataires', 'offre_insertion', 'rendez_vous', 'indicateurs', 'echanges', 'journal') and c.relpages = 0
    and pg_relation_size(c.oid) > 0`;

/** Gives the planner statistics of the tables that a load has filled and that were never looked at.
 * An empty table is left alone: known as empty, it would be read whole by plans that outlive its first rows. */
export async function analyzeFilled(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ tables: string | null }>(FILLED);
  if (rows[0]?.tables) await owner.query(`analyze ${rows[0].tables}`);
}
