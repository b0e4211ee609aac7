import type pg from "pg";
import type { DemandePurge } from "../subgraphs/allocataires/effacement/conservation.repository";

export interface RejetsPurges {
  /** Null: the record did not say whose it was; the rule of all (*) counts. */
  departement: string | null;
  rejets: number;
}

/** An original older than the retention of rejects, waiting or replayed. The last day counts. */
const ECHU = `r.original <> '' and ($2::text is null or r.departement = $2) and (r.cree_le at time zone 'Europe/Paris')::date + make_interval(months => (
    select c.mois from allocataires.conservation c where c.objet = 'REJET' and c.departement in (coalesce(r.departement, '*'), '*')
    order by c.departement = '*' limit 1)) < $1::date`;

/** Owners of rejects that name people; those of offre_insertion are published files of structures. */
const OWNERS = ["allocataires", "rendez_vous", "hub"];

const COMPTER = `select departement, count(*)::int as rejets
  from (${OWNERS.map((schema) => `select r.departement from ${schema}.rejet r where ${ECHU}`).join(" union all ")}) e group by 1 order by 1`;

const VIDER = `with ${OWNERS.map(
  (schema) => `${schema}_vides as (
    update ${schema}.rejet r set original = '', message = $4, rejoue_le = coalesce(r.rejoue_le, $3), resultat = coalesce(r.resultat, 'REJETE')
    where ${ECHU} returning r.departement)`,
).join(", ")}
  select departement, count(*)::int as rejets from (${OWNERS.map((schema) => `select departement from ${schema}_vides`).join(" union all ")}) e group by 1 order by 1`;

const PHRASE = "La durée de conservation des rejets est échue : il ne reste rien de l’enregistrement.";

/** Blanks the originals whose retention is over, through the owner's connection: they are not replayed any more. Simulated: only counts. */
export async function purgerRejets(client: pg.Client, { date, departement, simuler }: DemandePurge, le: Date): Promise<RejetsPurges[]> {
  const { rows } = simuler
    ? await client.query<RejetsPurges>(COMPTER, [date, departement])
    : await client.query<RejetsPurges>(VIDER, [date, departement, le, PHRASE]);
  return rows;
}
