import type pg from "pg";

/** PostgreSQL refuses one write as it does without room (53100), as long as the work lasts. */
export async function sansPlace(owner: pg.Client, table: string, quand: string, travail: () => Promise<void>): Promise<void> {
  await owner.query(`create function public.plein() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
  await owner.query(
    `create trigger plein before insert or update on ${table} for each row when (${quand}) execute function public.plein()`,
  );
  try {
    await travail();
  } finally {
    await owner.query("drop function public.plein() cascade");
  }
}
