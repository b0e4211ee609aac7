import type { Transaction } from "../../shared/database";
import type { FamilleMotif } from "../correspondances-rdv";
import type { CreneauOccupe, CreneauPropose } from "./creneau";

export interface CreneauRow extends CreneauOccupe {
  organisme: string;
  famille: FamilleMotif;
  codeInsee: string | null;
  lieu: string | null;
}

/** CTE `place` (slots of the département `$1`, the family `$2`, from `$3` to `$4`, of the organisme `$5` if any) with what is left of each.
 * An appointment occupies each slot of its agenda at its hour. One that came from another tool names no agenda: it takes
 * one slot at its hour, of its modality first, the same one at each reading. `$6`: an appointment not to count. */
const PLACES = `occupe as materialized (
    select o.organisme, coalesce(o.agenda, s.agenda) as agenda, o.debut, o.fin, o.places
    from rendez_vous.occupation($1, $2, $5, $3, $4, $6) o
    left join lateral (select c.agenda from rendez_vous.creneau c
      where o.agenda is null and c.departement = $1 and c.organisme = o.organisme and c.famille = $2 and c.debut < o.fin and c.fin > o.debut
      order by c.modalite <> o.modalite, c.debut, c.id limit 1) s on true),
  propose as materialized (
    select c.* from rendez_vous.creneau c
    where c.departement = $1 and c.famille = $2 and c.debut < $4 and c.fin > $3 and c.debut > $3::timestamptz - interval '12 hours'
      and ($5::text is null or c.organisme = $5)),
  prise as materialized (
    select p.id, sum(o.places)::int as places from propose p
    join occupe o on o.organisme = p.organisme and o.agenda = p.agenda and o.debut < p.fin and o.fin > p.debut group by p.id),
  place as (
    select p.*, greatest(p.places - coalesce(prise.places, 0), 0) as restantes from propose p left join prise using (id))`;

const COLONNES = `id, organisme, famille, modalite, agenda, debut, fin, code_insee as "codeInsee", lieu, restantes`;

const LIBRES = `with ${PLACES}
  select ${COLONNES} from place
  where restantes > 0 and debut > $7::timestamptz and ($8::text is null or code_insee = $8)
    and ($9::uuid is null or (debut, id) > (select c.debut, c.id from rendez_vous.creneau c where c.departement = $1 and c.id = $9))
  order by debut, id limit $10`;

const A_CETTE_HEURE = `with ${PLACES} select ${COLONNES} from place order by debut, id`;

export interface LectureCreneaux {
  departement: string;
  famille: FamilleMotif;
  /** Instants: from, included, to, excluded. */
  du: Date;
  au: Date;
  organisme: string | null;
  codeInsee: string | null;
  /** Id of the last slot already given. */
  apres: string | null;
  maintenant: Date;
  limite: number;
}

/** Free slots to come, by hour. One statement. */
export const creneauxLibres = (tx: Transaction, l: LectureCreneaux): Promise<CreneauRow[]> =>
  tx.rows(LIBRES, [l.departement, l.famille, l.du, l.au, l.organisme, null, l.maintenant, l.codeInsee, l.apres, l.limite]);

/** The slots of an organisme at the hour of an appointment, full ones included. */
export const creneauxALHeure = (
  tx: Transaction,
  p: { departement: string; organisme: string; famille: FamilleMotif; debut: Date; fin: Date; sauf: string | null },
): Promise<CreneauOccupe[]> => tx.rows(A_CETTE_HEURE, [p.departement, p.famille, p.debut, p.fin, p.organisme, p.sauf]);

export const creneauExiste = async (tx: Transaction, departement: string, id: string): Promise<boolean> =>
  (await tx.row("select id from rendez_vous.creneau where departement = $1 and id = $2", [departement, id])) !== null;

/** First instant of `du` and first instant after `au`, in Paris. */
export async function bornesDesJours(tx: Transaction, du: string, au: string): Promise<{ debut: Date; fin: Date }> {
  return (await tx.row<{ debut: Date; fin: Date }>(
    `select ($1::date)::timestamp at time zone 'Europe/Paris' as debut, ($2::date + 1)::timestamp at time zone 'Europe/Paris' as fin`,
    [du, au],
  ))!;
}

/** Keys of the lock that appointments and publications of an organisme and a family share. */
export const verrouCreneaux = (organisme: string, famille: string): string => `creneaux ${organisme} ${famille}`;

const REMPLACER = `with voulu as (
    select v.* from jsonb_to_recordset($6::jsonb) as v (modalite text, debut timestamptz, fin timestamptz, places int, code_insee text, lieu text)),
  retire as (
    delete from rendez_vous.creneau c
    where c.departement = $1 and c.organisme = $2 and c.famille = $3 and c.origine = 'PUBLICATION' and c.debut >= $4 and c.debut < $5
      and not exists (select from voulu v where v.modalite = c.modalite and v.debut = c.debut and v.fin = c.fin
        and v.code_insee is not distinct from c.code_insee and v.lieu is not distinct from c.lieu)
    returning c.id),
  ajoute as (
    insert into rendez_vous.creneau (departement, organisme, famille, modalite, debut, fin, places, code_insee, lieu, source, publie_le)
    select $1, $2, $3, v.modalite, v.debut, v.fin, v.places, v.code_insee, v.lieu, $7, $8 from voulu v
    on conflict on constraint un_creneau_par_heure do update set places = excluded.places, source = excluded.source, publie_le = excluded.publie_le
    returning id)
  select (select count(*) from retire)::int as retires, (select count(*) from ajoute)::int as publies`;

export interface Publication {
  id: string;
  departement: string;
  organisme: string;
  famille: FamilleMotif;
  du: string;
  au: string;
  publies: number;
  retires: number;
  publieLe: Date;
}

/** Replaces the published slots of an organisme and a family that begin in these days. A slot that stays keeps its id. */
export function remplacerCreneaux(
  tx: Transaction,
  p: { departement: string; organisme: string; famille: FamilleMotif; debut: Date; fin: Date; source: string; le: Date },
  creneaux: readonly CreneauPropose[],
): Promise<{ publies: number; retires: number } | null> {
  const voulus = creneaux.map(({ modalite, debut, fin, places, codeInsee, lieu }) => ({
    modalite,
    debut,
    fin,
    places,
    code_insee: codeInsee,
    lieu,
  }));
  return tx.row(REMPLACER, [p.departement, p.organisme, p.famille, p.debut, p.fin, JSON.stringify(voulus), p.source, p.le]);
}

const PUBLICATION = `id, departement, organisme, famille, du::text, au::text, publies, retires, publie_le as "publieLe"`;

export async function noterPublication(
  tx: Transaction,
  p: Omit<Publication, "id"> & { source: string; client: string },
): Promise<Publication> {
  return (await tx.row<Publication>(
    `insert into rendez_vous.publication_creneaux (departement, organisme, famille, du, au, publies, retires, source, client, publie_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${PUBLICATION}`,
    [p.departement, p.organisme, p.famille, p.du, p.au, p.publies, p.retires, p.source, p.client, p.publieLe],
  ))!;
}

export const publicationParId = (tx: Transaction, id: string): Promise<Publication | null> =>
  tx.row(`select ${PUBLICATION} from rendez_vous.publication_creneaux where id = $1`, [id]);

export const organismeParId = (tx: Transaction, id: string): Promise<{ id: string; type: string; departement: string } | null> =>
  tx.row("select id, type, departement from publie.organisme where id = $1", [id]);
