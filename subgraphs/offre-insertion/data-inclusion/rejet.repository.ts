import type pg from "pg";
import type { Defaut } from "./defaut";
import type { Nature } from "./validation";

/** A record that was not applied, kept whole. */
export interface Rejet {
  nature: Nature;
  /** Id of the record, or its place in the file. */
  cle: string;
  ligne: number;
  departement: string | null;
  code: string;
  message: string;
  defauts: Defaut[];
  original: string;
  empreinte: Buffer;
  /** True for a record that another one replaces: there is nothing to replay. */
  ignore: boolean;
}

/** Keeps rejects, and tells `echanges` by an event. The same record is kept once, however often the file comes; one that had been solved opens again. */
const GARDER = `with garde as (
    insert into offre_insertion.rejet as r (departement, nature, cle, code, message, defauts, original, empreinte, fichier, ligne, cree_le, rejoue_le, resultat)
    select departement, nature, cle, code, message, defauts, original, decode(empreinte, 'hex'), $2, ligne, $3::timestamptz,
      case when ignore then $3::timestamptz end, case when ignore then 'IGNORE' end
    from jsonb_to_recordset($1::jsonb) as x(departement text, nature text, cle text, code text, message text, defauts jsonb, original text, empreinte text,
      ligne int, ignore boolean)
    on conflict (nature, empreinte) do update set rejoue_le = null, resultat = null, code = excluded.code, message = excluded.message,
      defauts = excluded.defauts, fichier = excluded.fichier, ligne = excluded.ligne, cree_le = excluded.cree_le
      where r.resultat = 'APPLIQUE' and not (excluded.resultat is not distinct from 'IGNORE')
    returning r.id, r.departement, r.code)
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'RejetEnregistre', departement, jsonb_build_object('rejet', id, 'objet', 'DATA_INCLUSION', 'code', code, 'partenaire', 'DATA_INCLUSION'), $3::timestamptz from garde`;

const LOT = 500;

export async function garderRejets(client: pg.ClientBase, rejets: Rejet[], fichier: string, maintenant: Date): Promise<void> {
  const uniques = [...new Map(rejets.map((r) => [r.empreinte.toString("hex"), r])).values()];
  for (let i = 0; i < uniques.length; i += LOT) {
    const lot = uniques.slice(i, i + LOT).map((r) => ({ ...r, empreinte: r.empreinte.toString("hex") }));
    await client.query(GARDER, [JSON.stringify(lot), fichier, maintenant]);
  }
}

/** Closes what waited about the records that are now in the catalogue: replayed, or received again once put right. */
const SOLDER = `with solde as (
    update offre_insertion.rejet r set rejoue_le = $2::timestamptz, resultat = 'APPLIQUE' from attente a
    where r.nature = $1 and r.rejoue_le is null and r.cle = a.id returning r.id, r.departement)
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'RejetRejoue', departement, jsonb_build_object('rejet', id, 'objet', 'DATA_INCLUSION', 'partenaire', 'DATA_INCLUSION', 'resultat', 'APPLIQUE'), $2::timestamptz from solde`;

export const solderRejets = (client: pg.ClientBase, nature: Nature, maintenant: Date): Promise<unknown> =>
  client.query(SOLDER, [nature, maintenant]);

export interface RejetEnAttente {
  id: string;
  nature: Nature;
  cle: string;
  ligne: number;
  original: string;
}

/** Rejects that wait, structures first: a service may wait for its structure. */
export const rejetsEnAttente = async (client: pg.ClientBase, ids: string[] | null): Promise<RejetEnAttente[]> =>
  (
    await client.query<RejetEnAttente>(
      `select id, nature, cle, ligne, original from offre_insertion.rejet where objet = 'DATA_INCLUSION' and rejoue_le is null and ($1::uuid[] is null or id = any($1))
       order by nature desc, cree_le, fichier, ligne`,
      [ids],
    )
  ).rows;

/** Says of replayed rejects that they are still refused, and why. They go on waiting. */
const REFUSER = `with refuse as (
    update offre_insertion.rejet r set resultat = 'REJETE', code = x.code, message = x.message, defauts = x.defauts
    from jsonb_to_recordset($1::jsonb) as x(empreinte text, nature text, code text, message text, defauts jsonb)
    where r.nature = x.nature and r.empreinte = decode(x.empreinte, 'hex') and r.rejoue_le is null returning r.id, r.departement)
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'RejetRejoue', departement, jsonb_build_object('rejet', id, 'objet', 'DATA_INCLUSION', 'partenaire', 'DATA_INCLUSION', 'resultat', 'REJETE'), $2::timestamptz from refuse`;

export const laisserEnAttente = (client: pg.ClientBase, rejets: Rejet[], maintenant: Date): Promise<unknown> =>
  client.query(REFUSER, [JSON.stringify(rejets.map((r) => ({ ...r, empreinte: r.empreinte.toString("hex") }))), maintenant]);
