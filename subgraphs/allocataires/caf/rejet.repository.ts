import type pg from "pg";

/** A reject of the CAF flows that waits: its XML, and the flow it came with. */
export interface RejetGarde {
  id: string;
  rang: number;
  original: string;
  flux: string;
  sha256: Buffer;
  creeLe: Date;
  /** DTREF, civil date. */
  dateReference: string;
  reference: string;
  typeFlux: string;
}

/** Rejects still to replay, by flow in the order of creation of the flows, then by rank in the file. Null: all of them. */
export async function rejetsARejouer(client: pg.Client, ids: string[] | null): Promise<RejetGarde[]> {
  const { rows } = await client.query<RejetGarde>(
    `select r.id, r.rang, r.original, f.id as flux, f.sha256, f.cree_le as "creeLe", f.date_reference as "dateReference", f.nom_fichier as reference,
       f.type_flux as "typeFlux"
     from allocataires.rejet r join allocataires.flux_caf f on f.id = r.flux
     where r.objet in ('CAF_BENEFICIAIRE', 'CAF_INSTRUCTION') and r.code <> 'PERSONNE_EFFACEE' and r.rejoue_le is null and ($1::uuid[] is null or r.id = any ($1))
     order by f.cree_le, f.id, r.rang`,
    [ids],
  );
  return rows;
}

/** Says what the replay did of each reject. One that is still refused keeps its newest reason and stays to be replayed (`rejoue_le` null);
 * one that a later occurrence of its own file made useless is settled without being applied. */
const REJOUES = `
  with joue as (
    select f.rejet as id, coalesce(d.decision, 'REJET') as decision, f.code, f.message, f.departement, case when f.fonorg in ('CAF', 'MSA') then f.fonorg else 'CAF' end as source
    from caf_attente f left join caf_dossier d on d.ordre = f.ordre where f.genre in ('F', 'R')
  ), ecrit as (
    update allocataires.rejet r set
      resultat = case when j.decision in ('NOUVEAU', 'MODIFIE', 'INCHANGE') then 'APPLIQUE' else 'REJETE' end,
      rejoue_le = case when j.decision in ('NOUVEAU', 'MODIFIE', 'INCHANGE', 'ANTERIEUR') then x.recue_le end,
      departement = coalesce(j.departement, r.departement),
      code = coalesce(raison.code, j.code, r.code), message = coalesce(raison.message, j.message, r.message)
    from joue j
    cross join caf_flux x
    left join jsonb_to_recordset($1) as raison (decision text, code text, message text) on raison.decision = j.decision
    where r.id = j.id
    returning r.id, r.departement, r.resultat, r.rejoue_le, r.cle, r.code, r.message, r.objet, j.decision, j.source, x.recue_le
  ), dit as (
    insert into journal.evenement (type, departement, donnees, survenu_le)
    select 'RejetRejoue', departement, jsonb_build_object('rejet', id, 'objet', objet, 'partenaire', source, 'resultat', resultat), recue_le from ecrit
  )
  select cle, code, message, decision, resultat from ecrit`;

export interface RejetRejoue {
  cle: string | null;
  code: string;
  message: string;
  decision: "NOUVEAU" | "MODIFIE" | "INCHANGE" | "ANTERIEUR" | "DOUBLE" | "REJET";
  resultat: "APPLIQUE" | "REJETE";
}

/** Settles the rejects replayed in the session. `raisons` gives the code and sentence of each refusal that the base decides. */
export async function solderRejets(client: pg.Client, raisons: Record<string, { code: string; message: string }>): Promise<RejetRejoue[]> {
  const liste = Object.entries(raisons).map(([decision, { code, message }]) => ({ decision, code, message }));
  return (await client.query<RejetRejoue>(REJOUES, [JSON.stringify(liste)])).rows;
}

export interface RejetListe {
  id: string;
  objet: string;
  cle: string | null;
  code: string;
  message: string;
  creeLe: Date;
  rejoueLe: Date | null;
}

/** Every reject of the schema that is still to be replayed, oldest first. */
export async function rejetsEnAttente(client: pg.Client): Promise<RejetListe[]> {
  const { rows } = await client.query<RejetListe>(
    `select id, objet, cle, code, message, cree_le as "creeLe", rejoue_le as "rejoueLe" from allocataires.rejet where rejoue_le is null order by cree_le, rang, id`,
  );
  return rows;
}
