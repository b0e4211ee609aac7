import type pg from "pg";
import { type SessionPubliee, SOURCE, STRUCTURE } from "./evenement-emploi";

const STRUCTURE_SQL = `insert into offre_insertion.structure (id, source, nom, date_maj, recue_le) values ($1, $2, 'France Travail', $3, $4)
  on conflict (id) do nothing`;
const CHANGES = `select a.id, encode(a.empreinte, 'hex') as empreinte from attente a left join offre_insertion.service s on s.id = a.id
  where s.empreinte is distinct from a.empreinte order by a.id`;
/** Seats that prescriptions of the hub hold: France Travail may not count them yet. */
const TENUES = `(select count(*)::int from offre_insertion.prescription p where p.session = d.id and p.place)`;
const SESSIONS = `insert into offre_insertion.session as s (id, offre, debut, fin, lieu, capacite, inscrits)
  select d.id, d.offre, d.debut, d.fin, d.lieu, d.capacite, least(greatest(d.inscrits, ${TENUES}), coalesce(d.capacite, 2147483647))
  from jsonb_to_recordset($1::jsonb) d (id uuid, offre text, debut timestamptz, fin timestamptz, lieu text, capacite int, inscrits int)
  on conflict (id) do update set debut = excluded.debut, fin = excluded.fin, lieu = excluded.lieu, capacite = excluded.capacite, inscrits = excluded.inscrits`;
/** A session that its event no longer has leaves, unless somebody was prescribed it: it then has no seat left. */
const ANCIENNES = `with ancienne as (
    select s.id, exists (select from offre_insertion.prescription p where p.session = s.id) as prescrite
    from offre_insertion.session s where s.offre = any ($1::text[]) and s.id <> all ($2::uuid[])),
  fermee as (update offre_insertion.session s set capacite = s.inscrits from ancienne a where a.id = s.id and a.prescrite)
  delete from offre_insertion.session s using ancienne a where a.id = s.id and not a.prescrite`;
const REVENUES = `update offre_insertion.service s set retiree_le = null from attente a where s.id = a.id and s.retiree_le is not null`;
const RETIRER = `select x as id from offre_insertion.retirer(array(
    select s.id from offre_insertion.service s
    where s.origine = 'EVENEMENT' and s.source = $1 and s.extra ->> 'departementLu' = $2 and s.retiree_le is null
      and not exists (select from attente a where a.id = s.id)), $3) x order by 1`;

/** Events of employment, in the transaction of the caller, once what was read waits in `attente`. */
export class EvenementsRepository {
  constructor(private readonly client: pg.ClientBase) {}

  async structure(jour: string, le: Date): Promise<void> {
    await this.client.query(STRUCTURE_SQL, [STRUCTURE, SOURCE, jour, le]);
  }

  /** Events that are new, or that say something else. */
  async changes(): Promise<{ id: string; empreinte: string }[]> {
    return (await this.client.query(CHANGES)).rows;
  }

  async sessions(sessions: readonly SessionPubliee[]): Promise<void> {
    await this.client.query(SESSIONS, [JSON.stringify(sessions)]);
    await this.client.query(ANCIENNES, [[...new Set(sessions.map((s) => s.offre))], sessions.map((s) => s.id)]);
    await this.client.query(REVENUES);
  }

  /** Those of the département that the reading no longer shows: never deleted, people may have been prescribed them. */
  async retirer(departement: string, le: Date): Promise<string[]> {
    return (await this.client.query<{ id: string }>(RETIRER, [SOURCE, departement, le])).rows.map(({ id }) => id);
  }
}
