import { addDays } from "../../shared/civil-date";
import type { RoleIntervenant } from "../vocabulaire";
import { combler, ecarter, finirRemplacements, type Sql } from "./suivi.repository";

/** What a professional no longer does, and since when: `au` is her last day. */
export interface Finie {
  allocataire: string;
  orientation: string;
  referent: string;
  role: RoleIntervenant;
  du: string;
  au: string;
}

/** What lasts beyond the last day of the professionals `$2`. */
const AU_DELA = `i.departement = $1 and i.referent = any ($2::text[]) and exists (
  select from allocataires.referent r where r.departement = i.departement and r.id = i.referent and r.au is not null and (i.au is null or i.au > r.au))`;

/** Locks the people whom these professionals were still to follow after their last day. */
export async function personnesDesPartis(sql: Sql, departement: string, referents: string[]): Promise<string[]> {
  const lignes = await sql.rows<{ id: string }>(
    `select a.id from allocataires.allocataire a
     where a.departement = $1 and exists (select from allocataires.intervention i where i.allocataire = a.id and ${AU_DELA}) order by a.id for update`,
    [departement, referents],
  );
  return lignes.map((ligne) => ligne.id);
}

/** Ends what professionals were still to do after their last day, which is already written: their rights fall, their organisme goes on following. */
export async function finirLesSuivis(sql: Sql, departement: string, referents: string[], aujourdhui: string): Promise<Finie[]> {
  const finies = await sql.rows<Finie>(
    `select i.allocataire, i.orientation, i.referent, i.role, to_char(i.du, 'YYYY-MM-DD') as du, to_char(r.au, 'YYYY-MM-DD') as au
     from allocataires.intervention i join allocataires.referent r on r.departement = i.departement and r.id = i.referent
     where ${AU_DELA} order by i.allocataire, i.role`,
    [departement, referents],
  );
  if (finies.length === 0) return [];
  await ecarter(
    sql,
    `${AU_DELA} and i.du > (select r.au from allocataires.referent r where r.departement = i.departement and r.id = i.referent)`,
    [departement, referents],
    aujourdhui,
  );
  await sql.execute(
    `update allocataires.intervention i set fin_prevue = i.au, au = p.au from allocataires.referent p
     where p.departement = i.departement and p.id = i.referent and ${AU_DELA}`,
    [departement, referents],
  );
  const orientations = [...new Set(finies.map(({ orientation }) => orientation))];
  const premier = finies.map(({ au }) => au).sort()[0]!;
  const lendemain = addDays(premier, 1);
  await combler(sql, departement, orientations, lendemain);
  await finirRemplacements(sql, departement, orientations, lendemain, aujourdhui);
  return finies;
}
