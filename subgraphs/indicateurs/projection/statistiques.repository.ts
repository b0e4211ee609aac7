import type pg from "pg";
import { type Lieu, TABLES_ECRITES } from "./table";

/** A table that has doubled since PostgreSQL last looked at it: after a first load its plans are those of an empty table,
 * and each person would cost a reading of the whole département until autovacuum comes by. */
const A_REGARDER = `select $2 || '.' || c.relname as nom, current_user as role from pg_class c
  where c.relnamespace = case when $2 = 'pg_temp' then pg_my_temp_schema() else 'indicateurs'::regnamespace end and c.relname = any ($1)
    and pg_relation_size(c.oid) / current_setting('block_size')::int > 2 * greatest(c.relpages, 2)`;

/** Refreshes the planner's statistics of the tables that have doubled. The role of the schema may not: the login does it, in the same transaction. */
export async function rafraichirStatistiques(client: pg.ClientBase, lieu: Lieu): Promise<void> {
  const { rows } = await client.query<{ nom: string; role: string }>({
    name: "a-regarder",
    text: A_REGARDER,
    values: [TABLES_ECRITES, lieu],
  });
  if (rows.length === 0) return;
  await client.query("set local role none");
  await client.query(`analyze ${rows.map(({ nom }) => nom).join(", ")}`);
  await client.query("select set_config('role', $1, true)", [rows[0]!.role]);
}
