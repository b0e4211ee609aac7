import { defineLoader } from "../shared/context";
import type { Transaction } from "../shared/database";
import { isUuid } from "../shared/page";

/** CTE `visible(id, departement, canonique)`: which of the people `$1` (uuid[]) the caller may read today. */
export const VISIBLE = `visible as materialized (
  select distinct d.id, p.departement, p.canonique
  from (select distinct unnest($1::uuid[]) as id) d join publie.perimetre p on p.allocataire = d.id
  where p.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[])
    and (current_setting('unefois.portee', true) = 'departement'
      or (p.organisme = current_setting('unefois.organisme', true)
        and (current_setting('unefois.portee', true) = 'organisme'
          or (current_setting('unefois.portee', true) = 'referent' and p.referent = current_setting('unefois.referent', true)))
        and p.du <= current_setting('unefois.aujourdhui', true)::date
        and (p.au is null or p.au >= current_setting('unefois.aujourdhui', true)::date))))`;

/** CTE `membre(id, departement, canonique, allocataire)`, after VISIBLE: an appointment may still carry the id that a person had before a merge. */
export const MEMBRE = `membre as materialized (
  select distinct v.id, v.departement, v.canonique, p.allocataire
  from visible v join publie.perimetre p on p.departement = v.departement and p.canonique = v.canonique)`;

export interface PersonneVisible {
  id: string;
  departement: string;
  /** Id to give: the same, or the one that replaced it. */
  canonique: string;
}

/** The people whom the caller may read. */
export function personnesVisibles(tx: Transaction, ids: readonly string[]): Promise<PersonneVisible[]> {
  return tx.rows<PersonneVisible>(`with ${VISIBLE} select id, departement, canonique from visible`, [ids]);
}

/** A person whom the caller may read; null for one out of its perimeter, as for one who does not exist. */
export const personneVisible = defineLoader<string, PersonneVisible | null>(async (ids, tx) => {
  const known = ids.filter(isUuid);
  const rows = known.length === 0 ? [] : await personnesVisibles(tx, known);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
});
