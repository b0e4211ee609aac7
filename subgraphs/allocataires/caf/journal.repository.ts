import { randomUUID } from "node:crypto";
import type pg from "pg";
import { agentSql, clientSql, DEJA_INSCRIT } from "../../shared/operateur";

/** What an import leaves in the journal, set-based and in its transaction: events, register of access, rejects, the flow itself. */

const champ = (table: string, colonne: string, nom: string) =>
  `case when (t.avant).${colonne} is distinct from ${table}.${colonne} then '${nom}' end`;
const CHAMPS_PERSONNE = [
  ["civilite", "civilite"],
  ["nom", "nom"],
  ["nom_usage", "nomUsage"],
  ["prenoms", "prenoms"],
  ["date_naissance", "dateNaissance"],
  ["code_insee", "commune"],
  ["adresse", "adresse"],
  ["telephone", "telephone"],
  ["courriel", "courriel"],
  ["soumis_droits_devoirs", "soumisDroitsDevoirs"],
].map(([colonne, nom]) => champ("a", colonne!, nom!));
const CHAMPS_DOSSIER = [
  ["etat", "etat"],
  ["matricule", "matricule"],
  ["source_organisme", "organisme"],
  ["soumis_droits_devoirs", "soumisDroitsDevoirs"],
  ["date_demande", "dateDemande"],
  ["ouverture_droits", "ouvertureDroits"],
  ["code_insee", "commune"],
].map(([colonne, nom]) => champ("o", colonne!, nom!));
const AUTRES_CHAMPS = (table: string) =>
  `array(select distinct n.champ from caf_champ n where n.departement = ${table}.departement and n.id = ${table}.id)`;

const ENTREES = `
  insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
  select 'EntreeDispositif', e.departement, e.allocataire, jsonb_build_object('rang', e.rang, 'dossier', e.dossier, 'codeInsee', e.code_insee, 'demande', e.demande,
    'ouvertureDroits', e.ouverture_droits, 'notification', e.le, 'entreeDispositif', e.le, 'soumisDroitsDevoirs', true, 'flux', e.le is not null, 'etat', (
      select s.etat from allocataires.etat_dossier s where s.departement = e.departement and s.dossier = e.dossier
      order by s.du <= e.le desc, case when s.du <= e.le then s.du end desc, s.du limit 1)), x.recue_le
  from caf_entree e cross join caf_flux x where e.dite order by e.departement, e.allocataire, e.rang`;

/** An entry that the flows, put in order, no longer tell. */
const ENTREES_ANNULEES = `
  insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
  select 'EntreeDispositif', a.departement, a.allocataire, jsonb_build_object('rang', a.rang, 'notification', null, 'soumisDroitsDevoirs', false, 'flux', false,
    'annulee', true), x.recue_le
  from caf_annulee a cross join caf_flux x order by a.departement, a.allocataire, a.rang`;

const PERSONNES_MODIFIEES = `
  insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
  select 'AllocataireModifie', m.departement, m.id,
    jsonb_build_object('champs', m.champs, 'codeInsee', m.code_insee, 'soumisDroitsDevoirs', m.soumis_droits_devoirs, 'depuis', x.le), x.recue_le
  from (
    select a.departement, a.id, a.code_insee, a.soumis_droits_devoirs,
      array_remove(array[${CHAMPS_PERSONNE.join(", ")}], null) || ${AUTRES_CHAMPS("a")} as champs
    from caf_touchee t join allocataires.allocataire a on a.departement = t.departement and a.id = t.id where (t.avant).id is not null
  ) m cross join caf_flux x
  where cardinality(m.champs) > 0`;

/** One event a dossier, on its demandeur; its state, and the day since when, hold for all its members. */
const DOSSIERS_MODIFIES = `
  insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
  select 'DossierModifie', m.departement, m.allocataire, jsonb_build_object('dossier', m.id, 'etat', m.etat, 'champs', m.champs,
    'depuis', coalesce((select max(s.du) from allocataires.etat_dossier s where s.departement = m.departement and s.dossier = m.id and s.etat = m.etat), x.le),
    'membres', array(select b.allocataire from allocataires.membre b where b.departement = m.departement and b.dossier = m.id and b.au is null order by b.rang)), x.recue_le
  from (
    select o.departement, o.id, o.etat, array_remove(array[${CHAMPS_DOSSIER.join(", ")}], null) || ${AUTRES_CHAMPS("o")} as champs,
      (select m.allocataire from allocataires.membre m where m.departement = o.departement and m.dossier = o.id order by m.au is null desc, m.rang limit 1) as allocataire
    from caf_repli t join allocataires.dossier o on o.departement = t.departement and o.id = t.dossier where not t.nouveau
  ) m cross join caf_flux x
  where cardinality(m.champs) > 0`;

/** Who was written, one row a département: the register of the person shows the import. */
const CONSULTATION = `
  insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, agent, finalite, nature, allocataires, champs)
  select gen_random_uuid(), 'import caf', x.flux::text, 'allocataires', x.recue_le, c.departement, ${clientSql("import-caf")}, ${agentSql}, 'GESTION_DU_DROIT', 'IMPORT', array_agg(c.id),
    case when x.type_flux = 'INSTRUCTION' then '{Allocataire.telephone,Allocataire.courriel}' else '{}'::text[] end || '{Allocataire.civilite,Allocataire.nom,Allocataire.nomUsage,Allocataire.prenoms,Allocataire.dateNaissance,Allocataire.identifiants,Allocataire.commune,Allocataire.adresse,Allocataire.dossiers,Allocataire.entrees}'::text[]
  from caf_touchee c cross join caf_flux x group by x.flux, x.type_flux, x.recue_le, c.departement`;

/** The facts of the people, in events and in the register. */
export const PUBLIER: readonly string[] = [
  [DEJA_INSCRIT, ENTREES, ENTREES_ANNULEES, PERSONNES_MODIFIEES, DOSSIERS_MODIFIES, CONSULTATION].join(";\n"),
];

const SOURCE = "case when r.fonorg in ('CAF', 'MSA') then r.fonorg else 'CAF' end";

/** What the flow of the session is, in the rejects and the exchanges. */
export const OBJET = "case when x.type_flux = 'INSTRUCTION' then 'CAF_INSTRUCTION' else 'CAF_BENEFICIAIRE' end";

/** Keeps each reject whole, with its reason, and tells it. */
const REJETS = `
  with garde as (
    insert into allocataires.rejet (departement, flux, objet, cle, code, message, original, cree_le, rang)
    select r.departement, x.flux, ${OBJET}, r.numero, r.code, r.message, r.original, x.recue_le, r.ordre
    from caf_attente r cross join caf_flux x where r.genre = 'R' returning id, departement, code, rang
  )
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'RejetEnregistre', g.departement, jsonb_build_object('rejet', g.id, 'objet', ${OBJET}, 'code', g.code, 'partenaire', ${SOURCE}), x.recue_le
  from garde g join caf_attente r on r.genre = 'R' and r.ordre = g.rang cross join caf_flux x`;

const PAR_DOSSIER = `
  select departement, organisme, decision, anterieur and decision = 'MODIFIE' as anterieur from caf_dossier where decision <> 'DOUBLE'
  union all select departement, fonorg || numorg, 'REJET', false from caf_attente where genre = 'R'`;
const COMPTES = `count(*)::int as lus, count(*) filter (where decision in ('NOUVEAU', 'MODIFIE'))::int as appliques,
  count(*) filter (where decision in ('INCHANGE', 'ANTERIEUR'))::int as inchanges, count(*) filter (where decision = 'REJET')::int as rejetes,
  count(*) filter (where anterieur)::int as anterieurs`;

const FLUX_IMPORTE = `
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'FluxImporte', f.departement, jsonb_build_object('flux', x.flux, 'typeFlux', x.type_flux, 'compteurs',
    jsonb_build_object('lus', f.lus, 'appliques', f.appliques, 'inchanges', f.inchanges, 'rejetes', f.rejetes)), x.recue_le
  from (select departement, ${COMPTES} from (${PAR_DOSSIER}) d where departement is not null group by departement) f cross join caf_flux x`;

/** Keeps the rejects, and tells the flow once its counters are known. */
export const CONSIGNER: readonly string[] = [REJETS, FLUX_IMPORTE];

export interface Comptes {
  lus: number;
  appliques: number;
  inchanges: number;
  rejetes: number;
  /** Of the applied, those that took their place before a later flow. */
  anterieurs: number;
}

/** The flow being imported, in the session. */
export interface FluxEnCours {
  id: string;
  sha256: Buffer;
  creeLe: Date;
  /** DTCREAFLUX, civil date. */
  le: string;
  recuLe: Date;
  reference: string;
  typeFlux: string;
  rejeu: boolean;
}

export async function declarerFlux(client: pg.Client, f: FluxEnCours): Promise<void> {
  const valeurs = [f.id, f.creeLe, f.sha256, f.le, f.recuLe, f.reference, f.typeFlux, f.rejeu];
  await client.query(
    `insert into caf_flux (flux, cree_le, cle, le, recue_le, reference, type_flux, rejeu)
     values ($1, $2, ('x' || encode(substr($3::bytea, 1, 8), 'hex'))::bit(64)::bigint, $4, $5, $6, $7, $8)`,
    valeurs,
  );
}

/** Keeps the flow, which its mentions name; its counters come last. */
export async function ouvrirFlux(client: pg.Client, f: { sha256: Buffer; dateReference: string; annonces: number }): Promise<void> {
  await client.query(
    `insert into allocataires.flux_caf (id, nom_fichier, sha256, type_flux, cree_le, date_reference, recu_le, annonces, lus, appliques, inchanges, rejetes, organismes)
     select x.flux, x.reference, $1, x.type_flux, x.cree_le, $2, x.recue_le, $3, 0, 0, 0, 0, array(
       select distinct f.fonorg || f.numorg from caf_attente f where f.genre in ('F', 'R') and f.fonorg || f.numorg is not null order by 1)
     from caf_flux x`,
    [f.sha256, f.dateReference, f.annonces],
  );
}

/** Keeps the counters of the flow. One organisme is named; a file of several names none. */
export async function consignerFlux(client: pg.Client): Promise<Comptes> {
  const { rows } = await client.query<Comptes>(
    `with compte as (select ${COMPTES}, min(organisme) as premier, max(organisme) as dernier from (${PAR_DOSSIER}) d),
     garde as (
       update allocataires.flux_caf f set fonorg = case when c.premier = c.dernier then left(c.premier, 3) end,
         numorg = case when c.premier = c.dernier then substr(c.premier, 4) end, lus = c.lus, appliques = c.appliques, inchanges = c.inchanges, rejetes = c.rejetes
       from compte c cross join caf_flux x where f.id = x.flux)
     select lus, appliques, inchanges, rejetes, anterieurs from compte`,
  );
  return rows[0]!;
}

/** A file already loaded, recognised by its bytes. */
export async function fluxDejaCharge(client: pg.Client, sha256: Buffer): Promise<{ annonces: number; lus: number } | null> {
  const { rows } = await client.query("select annonces, lus from allocataires.flux_caf where sha256 = $1", [sha256]);
  return rows[0] ?? null;
}

export const nouveauFlux = (): string => randomUUID();
