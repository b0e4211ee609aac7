import type pg from "pg";
import type { Nature } from "../validation";

/** What the records of a source become when a full feed has been read. */
export interface EtatDeLaSource {
  source: string;
  /** Not withdrawn, of the national catalogue. */
  actives: number;
  /** Present in the last full feed, or never counted absent. */
  presentes: number;
  /** Of those, missing from this one. */
  perdues: number;
}

const NATIONALES = { structure: "s.departement is null", service: "s.departement is null and s.origine = 'DATA_INCLUSION'" };

/** The ids that full feeds name, in a table of the session: rejects too, since their source still shows them. */
export async function ouvrirNommes(client: pg.ClientBase): Promise<void> {
  await client.query(
    "create temp table if not exists nomme (nature text not null, id text not null, primary key (nature, id)); truncate nomme",
  );
}

export const nommer = (client: pg.ClientBase, nature: Nature, ids: string[]): Promise<unknown> =>
  client.query("insert into nomme select $1, x from unnest($2::text[]) x on conflict do nothing", [nature, ids]);

/** Sources of the records that the files name. */
export const sourcesNommees = async (client: pg.ClientBase, nature: Nature): Promise<string[]> =>
  (
    await client.query<{ source: string }>(
      `select distinct s.source from offre_insertion.${nature} s join nomme n on n.nature = $1 and n.id = s.id where ${NATIONALES[nature]} order by 1`,
      [nature],
    )
  ).rows.map(({ source }) => source);

export const etatDesSources = async (client: pg.ClientBase, nature: Nature, sources: string[]): Promise<EtatDeLaSource[]> =>
  (
    await client.query<EtatDeLaSource>(
      `select x.source, count(s.id)::int as actives, count(s.id) filter (where s.absences = 0)::int as presentes,
         count(s.id) filter (where s.absences = 0 and n.id is null)::int as perdues
       from unnest($2::text[]) x(source)
         left join offre_insertion.${nature} s on s.source = x.source and s.retiree_le is null and ${NATIONALES[nature]}
         left join nomme n on n.nature = $1 and n.id = s.id
       group by x.source order by x.source`,
      [nature, sources],
    )
  ).rows;

/** Counts a day of absence for each record of the source that the feed does not name (one a day, however often the feed is read), and forgets those of
 * the records that it names. */
export async function compterAbsences(client: pg.ClientBase, nature: Nature, source: string, jour: string): Promise<void> {
  await client.query(
    `update offre_insertion.${nature} s set absences = s.absences + 1, absente_le = $3
     where s.source = $2 and s.retiree_le is null and ${NATIONALES[nature]} and s.absente_le is distinct from $3::date
       and not exists (select from nomme n where n.nature = $1 and n.id = s.id)`,
    [nature, source, jour],
  );
  await client.query(
    `update offre_insertion.${nature} s set absences = 0, absente_le = null
     where s.source = $2 and s.absences > 0 and ${NATIONALES[nature]} and exists (select from nomme n where n.nature = $1 and n.id = s.id)`,
    [nature, source],
  );
}

/** Withdraws what was absent often enough. Returns how many records. */
export async function retirerLesAbsentes(
  client: pg.ClientBase,
  nature: Nature,
  source: string,
  absences: number,
  le: Date,
): Promise<number> {
  const absentes = `select s.id from offre_insertion.${nature} s where s.source = $1 and s.absences >= $2 and s.retiree_le is null and ${NATIONALES[nature]}`;
  const retirer =
    nature === "service"
      ? `select offre_insertion.retirer(array(${absentes}), $3)`
      : `update offre_insertion.structure set retiree_le = $3, empreinte = null where id in (${absentes})`;
  return (await client.query(retirer, [source, absences, le])).rowCount ?? 0;
}

/** Remembers the full feed of a source, and the number of absences that it allows (the last one that was asked, else `defaut`). Returns that number. */
export const noterFlux = async (
  client: pg.ClientBase,
  flux: { nature: Nature; source: string; absences: number | null; defaut: number; fiches: number; le: Date },
): Promise<number> =>
  (
    await client.query<{ absences_max: number }>(
      `insert into offre_insertion.flux_source as f (source, nature, absences_max, dernier_complet_le, fiches) values ($1, $2, coalesce($3::int, $4::int), $5, $6)
       on conflict (source, nature) do update set absences_max = coalesce($3::int, f.absences_max), dernier_complet_le = excluded.dernier_complet_le,
         fiches = excluded.fiches
       returning absences_max`,
      [flux.source, flux.nature, flux.absences, flux.defaut, flux.le, flux.fiches],
    )
  ).rows[0]!.absences_max;
