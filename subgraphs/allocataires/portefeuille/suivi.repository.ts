/** What these statements need of a transaction: an import gives its own. */
export interface Sql {
  rows<T extends object>(texte: string, valeurs?: unknown[]): Promise<T[]>;
  execute(texte: string, valeurs?: unknown[]): Promise<unknown>;
}

/** Sets interventions `i` aside: no day is left to them. `condition` is a constant of the code; `jour` the day of the act. */
export function ecarter(sql: Sql, condition: string, valeurs: unknown[], jour: string): Promise<unknown> {
  return sql.execute(
    `with otees as (delete from allocataires.intervention i where ${condition} returning i.*)
     insert into allocataires.intervention_ecartee (departement, id, orientation, allocataire, organisme, referent, role, du, au, transfert, remplacement, ecartee_le)
     select departement, id, orientation, allocataire, organisme, referent, role, du, au, transfert, remplacement, $${valeurs.length + 1}::date from otees`,
    [...valeurs, jour],
  );
}

/** From that day, the days that no référent unique has are those of the organisme of the orientation, until it names one: it goes on following. */
export function combler(sql: Sql, departement: string, orientations: string[], jour: string): Promise<unknown> {
  return sql.execute(
    `insert into allocataires.intervention (departement, orientation, allocataire, organisme, role, du, au)
     select o.departement, o.id, o.allocataire, o.organisme, 'REFERENT_UNIQUE', g.fin + 1, g.suivante - 1
     from allocataires.orientation o
     cross join lateral (select i.au as fin, lead(i.du) over (order by i.du) as suivante from allocataires.intervention i
       where i.departement = o.departement and i.orientation = o.id and i.role = 'REFERENT_UNIQUE') g
     where o.departement = $1 and o.id = any ($2::uuid[]) and o.statut = 'DECIDEE' and o.close_le is null
       and g.fin is not null and (g.suivante is null or g.suivante > greatest(g.fin + 1, $3::date))`,
    [departement, orientations, jour],
  );
}

/** The replacements that last, from that day, beyond those whom they replace under these orientations. */
const SANS_OBJET = `i.departement = $1 and i.orientation = any ($2::uuid[]) and i.role = 'REMPLACANT' and i.au >= $3::date
  and exists (select from allocataires.remplacement m where m.departement = i.departement and m.id = i.remplacement
    and not exists (select from allocataires.intervention x where x.departement = i.departement and x.orientation = i.orientation
      and x.referent = m.referent and x.role <> 'REMPLACANT' and (x.au is null or x.au >= $3::date)))`;

/** Ends the day before, or sets aside, the replacements of those who no longer follow these orientations from that day. */
export async function finirRemplacements(
  sql: Sql,
  departement: string,
  orientations: string[],
  jour: string,
  aujourdhui: string,
): Promise<void> {
  const valeurs = [departement, orientations, jour];
  await ecarter(sql, `${SANS_OBJET} and i.du >= $3::date`, valeurs, aujourdhui);
  await sql.execute(`update allocataires.intervention i set au = $3::date - 1 where ${SANS_OBJET}`, valeurs);
}
