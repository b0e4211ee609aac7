import type pg from "pg";

/** A line of a contact file that found nobody, or several people, as it is kept. */
export interface ContactRefuse {
  departement: string;
  /** File and line. */
  cle: string;
  rang: number;
  code: string;
  message: string;
  /** Encrypted. */
  original: string;
}

/** Keeps refused lines once, however often their file is loaded, and tells them. */
export async function garderContacts(client: pg.ClientBase, refuses: ContactRefuse[], le: Date): Promise<void> {
  if (refuses.length === 0) return;
  await client.query(
    `with garde as (
       insert into allocataires.rejet (departement, objet, cle, rang, code, message, original, cree_le)
       select r.departement, 'CAF_CONTACT', r.cle, r.rang, r.code, r.message, r.original, $2
       from jsonb_to_recordset($1) as r(departement text, cle text, rang int, code text, message text, original text)
       where not exists (select from allocataires.rejet k where k.objet = 'CAF_CONTACT' and k.departement = r.departement and k.cle = r.cle and k.rejoue_le is null)
       returning id, departement, code)
     insert into journal.evenement (type, departement, donnees, survenu_le)
     select 'RejetEnregistre', departement, jsonb_build_object('rejet', id, 'objet', 'CAF_CONTACT', 'code', code, 'partenaire', 'CAF'), $2 from garde`,
    [JSON.stringify(refuses), le],
  );
}

export interface ContactGarde {
  id: string;
  cle: string;
  original: string;
}

/** Lines still to play again, in the order in which they were kept. Null: all of them. */
export async function contactsARejouer(client: pg.ClientBase, ids: string[] | null): Promise<ContactGarde[]> {
  const { rows } = await client.query<ContactGarde>(
    `select r.id, r.cle, r.original from allocataires.rejet r
     where r.objet = 'CAF_CONTACT' and r.rejoue_le is null and ($1::uuid[] is null or r.id = any ($1)) order by r.cree_le, r.rang, r.id`,
    [ids],
  );
  return rows;
}

/** Says what playing a line again did. One that is still refused keeps its newest reason and stays. */
export async function solderContact(
  client: pg.ClientBase,
  id: string,
  refus: { code: string; message: string } | null,
  le: Date,
): Promise<void> {
  await client.query(
    `with joue as (
       update allocataires.rejet r set resultat = $2, rejoue_le = case when $2 = 'APPLIQUE' then $5::timestamptz end,
         code = coalesce($3, r.code), message = coalesce($4, r.message)
       where r.id = $1 returning r.id, r.departement)
     insert into journal.evenement (type, departement, donnees, survenu_le)
     select 'RejetRejoue', departement, jsonb_build_object('rejet', id, 'objet', 'CAF_CONTACT', 'partenaire', 'CAF', 'resultat', $2::text), $5::timestamptz from joue`,
    [id, refus ? "REJETE" : "APPLIQUE", refus?.code ?? null, refus?.message ?? null, le],
  );
}
