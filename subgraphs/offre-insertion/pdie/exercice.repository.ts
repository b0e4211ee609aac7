import type pg from "pg";

const OUVERTS = `select array_agg(offre order by offre) as offres from offre_insertion.pdie where exercice < $1`;
const VERROUILLER = "select offre_insertion.verrouiller_places($1::text[])";
const RETENIR = "select offre from offre_insertion.pdie where offre = any ($1::text[]) order by offre for update";
/** The places of the year that opens go first to those who wait for one. */
const SERVIR_LES_FILES = "select offre_insertion.attribuer_places($1::text[], $2::timestamptz)";
/** Whoever is still followed keeps a place in the year that opens: giving it back later gives it back to that year. What ended is of the year before. */
const OUVRIR = `with clos as (
    insert into offre_insertion.places_exercice as e (departement, offre, exercice, places_financees, places_occupees, clos_le)
    select x.departement, x.offre, x.exercice, x.places_financees, x.places_occupees, $2 from offre_insertion.pdie x where x.exercice < $1
    on conflict (departement, offre, exercice) do update set places_occupees = excluded.places_occupees, clos_le = excluded.clos_le),
  reporte as (
    select x.offre, count(p.id)::int as places from offre_insertion.pdie x
    left join offre_insertion.prescription p on p.departement = x.departement and p.offre = x.offre
      and p.place and p.statut in ('OUVERTE', 'A_L_ETUDE', 'VALIDEE', 'DEMARREE')
    where x.exercice < $1 group by x.offre)
  update offre_insertion.pdie x set exercice = $1, places_occupees = r.places, places_reportees = r.places,
    places_financees = case when e.offre is null then x.places_par_an else e.places_financees end
  from reporte r left join offre_insertion.places_exercice e on e.offre = r.offre and e.exercice = $1
  where x.offre = r.offre`;

/** Opens the year for the offers whose places still count the one before, inside the transaction of the caller. Returns how many. */
export async function ouvrirExercice(client: pg.ClientBase, annee: number, le: Date): Promise<number> {
  const offres = (await client.query<{ offres: string[] | null }>(OUVERTS, [annee])).rows[0]!.offres;
  if (offres === null) return 0;
  // First the locks: whoever is taking a place ends before the places are counted.
  await client.query(VERROUILLER, [offres]);
  await client.query(RETENIR, [offres]);
  const ouvertes = (await client.query(OUVRIR, [annee, le])).rowCount ?? 0;
  await client.query(SERVIR_LES_FILES, [offres, le]);
  return ouvertes;
}

const A_RETIRER = `select array_agg(s.id order by s.id) as offres from offre_insertion.service s join offre_insertion.pdie x on x.offre = s.id
  where x.code is not null and s.retiree_le is null and (x.absente_le is not null or s.valide_du > $1::date or s.valide_au < $1::date)`;
const RETIRER = "select offre_insertion.retirer($1::text[], $2::timestamptz)";
const REOUVRIR = `with revenue as (
    update offre_insertion.service s set retiree_le = null from offre_insertion.pdie x
    where x.offre = s.id and x.code is not null and x.absente_le is null and s.retiree_le is not null
      and (s.valide_du is null or s.valide_du <= $1::date) and (s.valide_au is null or s.valide_au >= $1::date)
    returning s.id, s.departement, s.source),
  dit as (insert into journal.evenement (type, departement, donnees, survenu_le)
    select 'OffreModifiee', r.departement, jsonb_build_object('offre', r.id, 'source', r.source), $2::timestamptz from revenue r order by r.id)
  select array_agg(id order by id) as offres from revenue`;

/** Withdraws the offers of the files whose validity is over, not begun, or that their file no longer names, and shows again those that are in force.
 * `jour`: civil date, Paris. Returns how many changed. */
export async function suivreValidite(client: pg.ClientBase, jour: string, le: Date): Promise<number> {
  const retirees = (await client.query<{ offres: string[] | null }>(A_RETIRER, [jour])).rows[0]!.offres ?? [];
  if (retirees.length > 0) await client.query(RETIRER, [retirees, le]);
  const revenues = (await client.query<{ offres: string[] | null }>(REOUVRIR, [jour, le])).rows[0]!.offres ?? [];
  if (revenues.length > 0) await client.query("select offre_insertion.indexer($1)", [revenues]);
  return retirees.length + revenues.length;
}
