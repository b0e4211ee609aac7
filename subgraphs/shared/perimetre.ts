import { defineLoader } from "./context";
import type { Transaction } from "./database";
import { isUuid } from "./page";

/** A setting of the transaction, read once a statement: in a sub-select PostgreSQL does not ask for it again at each row. */
export const setting = (name: string) => `(select current_setting('unefois.${name}', true))`;

/** The départements that the caller reads, as an array that an index can serve. */
export const departementsSql = "((select string_to_array(current_setting('unefois.departements', true), ','))::text[])";

/** Condition on a row `p` of `publie.perimetre`: the caller's organisme, or the caller herself, follows the person today. */
const SUIVIE = `p.organisme = ${setting("organisme")}
        and (${setting("portee")} = 'organisme' or (${setting("portee")} = 'referent' and p.referent = ${setting("referent")}))
        and p.du <= ${setting("aujourdhui")}::date and (p.au is null or p.au >= ${setting("aujourdhui")}::date)`;

/** Condition on a row `p` of `publie.perimetre`: the caller's organisme, or the agent herself, follows the person today, whatever the caller's reach. */
export const estSuivie = (par: "ORGANISME" | "REFERENT") => `p.organisme = ${setting("organisme")}${
  par === "REFERENT" ? ` and p.referent = ${setting("referent")}` : ""
}
        and p.du <= ${setting("aujourdhui")}::date and (p.au is null or p.au >= ${setting("aujourdhui")}::date)`;

/** Condition on a row of a person in a table of a département already checked: whom the caller follows today. */
export const perimetreSql = (allocataire: string) => `(
    ${setting("portee")} = 'departement'
    or ${allocataire} in (select p.allocataire from publie.perimetre p where ${SUIVIE}))`;

/** CTE `visible(id, departement, canonique)`: which people of a list the caller may read today. One look in an index a person.
 * @param ids SELECT of distinct `id`. */
export const visiblesParmi = (ids: string): string => `visible as materialized (
  select d.id, p.departement, p.canonique
  from (${ids}) d
  cross join lateral (
    select p.departement, p.canonique from publie.perimetre p
    where p.departement = any ${departementsSql} and p.allocataire = d.id and (${setting("portee")} = 'departement' or (${SUIVIE}))
    limit 1) p)`;

/** The same, of the people `$1` (uuid[]). */
export const VISIBLE = visiblesParmi("select distinct unnest($1::uuid[]) as id");

/** CTE `membre(id, departement, canonique, allocataire)`, after VISIBLE: a fact may still carry the id that a person had before a merge. */
export const MEMBRE = `membre as materialized (
  select distinct v.id, v.departement, v.canonique, p.allocataire
  from visible v
  cross join lateral (select p.allocataire from publie.perimetre p where p.departement = v.departement and p.canonique = v.canonique offset 0) p)`;

export interface PersonneVisible {
  id: string;
  departement: string;
  /** Id to give: the same, or the one that replaced it. */
  canonique: string;
}

/** The people whom the caller may read. An id that has not the form of one is nobody's. */
export function personnesVisibles(tx: Transaction, ids: readonly string[]): Promise<PersonneVisible[]> {
  return tx.rows<PersonneVisible>(`with ${VISIBLE} select id, departement, canonique from visible`, [ids.filter(isUuid)]);
}

/** A person whom the caller may read; null for one out of its perimeter, as for one who does not exist. */
export const personneVisible = defineLoader<string, PersonneVisible | null>(async (ids, tx) => {
  const known = ids.filter(isUuid);
  const rows = known.length === 0 ? [] : await personnesVisibles(tx, known);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
});
