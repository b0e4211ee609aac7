import { civilDateOf } from "../../shared/civil-date";
import type { Database } from "../../shared/database";

const SEUL = `select case when count(*) = 1 then min(o.id) end as id from publie.organisme o where o.departement = $1 and o.type = $2`;

/** The organisme that a type names in a département, when there is one of that type only. */
export async function organismeUnique(base: Database, departement: string, type: string, le: Date): Promise<string | null> {
  const ligne = await base.write(base.systemRights([departement], civilDateOf(le)), (tx) =>
    tx.row<{ id: string | null }>(SEUL, [departement, type]),
  );
  return ligne?.id ?? null;
}
