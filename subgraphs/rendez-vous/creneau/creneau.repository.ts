import type { Transaction } from "../../shared/database";
import type { FamilleMotif } from "../correspondances-rdv";
import type { CreneauPropose } from "./creneau";

/** Key of the lock that appointments, publications and openings of an organisme share. */
export const verrouCreneaux = (organisme: string): string => `creneaux ${organisme}`;

export const creneauParId = (tx: Transaction, departement: string, id: string): Promise<{ debut: Date } | null> =>
  tx.row("select debut from rendez_vous.creneau where departement = $1 and id = $2", [departement, id]);

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
