import type pg from "pg";
import { agentSql, clientSql, DEJA_INSCRIT } from "../../shared/operateur";
import { originesSql, recomposerSql } from "../provenance/recomposer.repository";

/** A line of the contact file, ready to be stored: its NIR hashed, its phone in E.164. */
export interface ContactRecu {
  ligne: number;
  matricule: string | null;
  nirEmpreinte: Buffer | null;
  telephone: string | null;
  courriel: string | null;
}

export interface ContexteContacts {
  departement: string;
  collecteeLe: Date;
  recueLe: Date;
  reference: string;
}

/** What becomes of a line: applied, known already, or refused. */
export interface ContactDecide {
  ligne: number;
  decision: "APPLIQUE" | "INCHANGE" | "SANS_PERSONNE" | "PLUSIEURS" | "DOUBLE";
}

const TABLES = `
  create temp table contact_recu (ligne int, matricule text, nir_empreinte bytea, telephone text, courriel text) on commit drop;
  create temp table contact_reconnu (ligne int, decision text, allocataire uuid, donnees jsonb, avant_telephone text, avant_courriel text) on commit drop`;

/** Whom a line names: by NIR, or the demandeur of a dossier of this matricule; both when both are given and known. Only one person, or nobody. */
const RECONNAITRE = `
  insert into contact_reconnu (ligne, decision, allocataire, donnees, avant_telephone, avant_courriel)
  with par_nir as (
    select r.ligne, array_agg(distinct coalesce(a.canonique, a.id)) as ids from contact_recu r
    join allocataires.identifiant i on i.departement = $1 and i.type = 'NIR' and i.empreinte = r.nir_empreinte
    join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire group by r.ligne
  ), par_matricule as (
    select r.ligne, array_agg(distinct coalesce(a.canonique, a.id)) as ids from contact_recu r
    join allocataires.dossier d on d.departement = $1 and d.matricule = r.matricule
    join allocataires.membre m on m.departement = d.departement and m.dossier = d.id and m.au is null and m.role = 'DEM'
    join allocataires.allocataire a on a.departement = m.departement and a.id = m.allocataire group by r.ligne
  ), trouve as (
    select r.*, case when n.ids is not null and m.ids is not null then array(select unnest(n.ids) intersect select unnest(m.ids))
      else coalesce(n.ids, m.ids, '{}') end as ids
    from contact_recu r left join par_nir n on n.ligne = r.ligne left join par_matricule m on m.ligne = r.ligne
  ), seul as (
    select t.ligne, t.ids, jsonb_strip_nulls(jsonb_build_object('telephone', t.telephone, 'courriel', t.courriel)) as donnees,
      case when cardinality(t.ids) = 1 then t.ids[1] end as id,
      row_number() over (partition by case when cardinality(t.ids) = 1 then t.ids[1] end order by t.ligne desc) as recul
    from trouve t
  )
  select s.ligne, case when cardinality(s.ids) = 0 then 'SANS_PERSONNE' when cardinality(s.ids) > 1 then 'PLUSIEURS' when s.recul > 1 then 'DOUBLE'
      when d.donnees = s.donnees then 'INCHANGE' else 'APPLIQUE' end,
    s.id, s.donnees, a.telephone, a.courriel
  from seul s
  left join allocataires.allocataire a on a.departement = $1 and a.id = s.id
  left join lateral (
    select d.donnees from allocataires.declaration d where d.departement = $1 and d.allocataire = s.id and d.source = 'CAF' and d.dossier is null
    order by d.collectee_le desc, d.reference desc limit 1
  ) d on true`;

const TOUCHES = "select $1::text as departement, r.allocataire as id from contact_reconnu r where r.decision = 'APPLIQUE'";

const DECLARER = `
  insert into allocataires.declaration (departement, allocataire, source, source_organisme, collectee_le, recue_le, certifiee, reference, donnees)
  select $1, r.allocataire, 'CAF', null, $2, $3, false, $4, r.donnees from contact_reconnu r where r.decision = 'APPLIQUE'`;

/** Who changed, by the names of the data; someone whose own word is believed before does not. */
const DIRE = `
  with change as (
    select a.id, array_remove(array[case when a.telephone is distinct from r.avant_telephone then 'telephone' end,
      case when a.courriel is distinct from r.avant_courriel then 'courriel' end], null) as champs, a.code_insee, a.soumis_droits_devoirs
    from contact_reconnu r join allocataires.allocataire a on a.departement = $1 and a.id = r.allocataire where r.decision = 'APPLIQUE'
  ), dit as (
    insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
    select 'AllocataireModifie', $1, c.id, jsonb_build_object('champs', c.champs, 'codeInsee', c.code_insee, 'soumisDroitsDevoirs', c.soumis_droits_devoirs), $2
    from change c where cardinality(c.champs) > 0
  )
  insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, agent, finalite, nature, allocataires, champs)
  select gen_random_uuid(), 'import contacts', $3, 'allocataires', $2, $1, ${clientSql("import-caf")}, ${agentSql}, 'GESTION_DU_DROIT', 'IMPORT', array_agg(c.id), '{Allocataire.telephone,Allocataire.courriel}'
  from change c having count(*) > 0`;

/** Declares the contacts of the people whom the lines name. In the transaction of the caller, by set-based statements. */
export async function declarerContacts(client: pg.Client, contacts: ContactRecu[], c: ContexteContacts): Promise<ContactDecide[]> {
  await client.query(TABLES);
  await client.query("insert into contact_recu select * from unnest($1::int[], $2::text[], $3::bytea[], $4::text[], $5::text[])", [
    contacts.map((contact) => contact.ligne),
    contacts.map((contact) => contact.matricule),
    contacts.map((contact) => contact.nirEmpreinte),
    contacts.map((contact) => contact.telephone),
    contacts.map((contact) => contact.courriel),
  ]);
  await client.query("analyze contact_recu");
  await client.query(RECONNAITRE, [c.departement]);
  await client.query(originesSql(TOUCHES), [c.departement]);
  await client.query(DECLARER, [c.departement, c.collecteeLe, c.recueLe, c.reference]);
  await client.query(recomposerSql(TOUCHES), [c.departement]);
  await client.query(DEJA_INSCRIT);
  await client.query(DIRE, [c.departement, c.recueLe, c.reference]);
  return (await client.query<ContactDecide>("select ligne, decision from contact_reconnu order by ligne")).rows;
}
