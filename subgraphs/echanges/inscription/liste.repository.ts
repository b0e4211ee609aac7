import type pg from "pg";
import type { NatureInscription } from "./issue";
import { issueSql } from "./issue";

/** Storage of the weekly lists, through the connection of the owner. */
export interface ListeRow {
  id: string;
  semaine: string;
}
export interface Candidat {
  allocataire: string;
  entree: number;
  nature: NatureInscription;
}

const VERROU = "select pg_advisory_xact_lock(hashtextextended($1, 4219018))";
const LISTE = "select id, semaine from echanges.liste_inscription where departement = $1 and semaine = $2";
const CREER = `insert into echanges.liste_inscription (departement, semaine, cree_le, delai_semaines) values ($1, $2, $3, $4) returning id, semaine`;

/** One maker of lists at a time in a département, until the transaction ends. */
export const verrouillerListes = (client: pg.ClientBase, departement: string) => client.query(VERROU, [`inscriptions ${departement}`]);

export async function listeDeLaSemaine(client: pg.ClientBase, departement: string, semaine: string): Promise<ListeRow | null> {
  return (await client.query<ListeRow>(LISTE, [departement, semaine])).rows[0] ?? null;
}

export async function creerListe(
  client: pg.ClientBase,
  departement: string,
  semaine: string,
  le: Date,
  delaiSemaines: number,
): Promise<ListeRow> {
  return (await client.query<ListeRow>(CREER, [departement, semaine, le, delaiSemaines])).rows[0]!;
}

/** Lines, events and exchanges together. Whoever was asked for already, for the same thing and the same entry, is not asked for again:
 * under the id that she has now, or one that she had before a merge. */
const AJOUTER = `with candidat as (
    select c.* from jsonb_to_recordset($3::jsonb) as c (allocataire uuid, entree int, nature text)
    where not exists (select from publie.perimetre m
      join echanges.liste_inscription_personne d on d.departement = m.departement and d.allocataire = m.allocataire
      where m.departement = $1 and m.canonique = c.allocataire and d.nature = c.nature and d.entree = c.entree)),
  ligne as (
    insert into echanges.liste_inscription_personne (departement, liste, allocataire, nature, entree)
    select $1, $2, c.allocataire, c.nature, c.entree from candidat c returning allocataire, nature, evenement),
  evenement as (
    insert into journal.evenement (id, type, departement, allocataire, donnees, survenu_le)
    select l.evenement, 'InscriptionDemandee', $1, l.allocataire, jsonb_build_object('liste', $2::uuid, 'semaine', $5::text, 'nature', l.nature), $4
    from ligne l),
  echange as (
    insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, cree_le, type_evenement, fait, donnees, canal)
    select $1, l.evenement, 'SORTANT', 'FRANCE_TRAVAIL', 'INSCRIPTION_LISTE', l.allocataire, 'A_ENVOYER', $4, 'InscriptionDemandee', $2,
      jsonb_build_object('liste', $2::uuid, 'semaine', $5::text, 'nature', l.nature), 'DEPOT'
    from ligne l)
  select count(*)::int as nombre from ligne`;

/** Returns how many people the list asks for. */
export async function ajouterALaListe(
  client: pg.ClientBase,
  departement: string,
  liste: ListeRow,
  candidats: readonly Candidat[],
  le: Date,
): Promise<number> {
  const { rows } = await client.query<{ nombre: number }>(AJOUTER, [departement, liste.id, JSON.stringify(candidats), le, liste.semaine]);
  return rows[0]!.nombre;
}

export interface EchangeADeposer {
  echange: string;
  liste: string;
  allocataire: string;
}

const LISTES_A_DEPOSER = `select l.id, l.semaine from echanges.liste_inscription l
  where l.departement = $1 and (l.depot is null or exists (select from echanges.echange e where e.departement = l.departement and e.fait = l.id
    and e.objet = 'INSCRIPTION_LISTE' and e.statut = 'A_ENVOYER' and e.depot is null))
  order by l.semaine`;
const ECHANGES_A_DEPOSER = `select e.id as echange, e.fait as liste, e.allocataire from echanges.echange e
  where e.departement = $1 and e.fait = $2 and e.objet = 'INSCRIPTION_LISTE' and e.statut = 'A_ENVOYER' and e.depot is null
    and e.allocataire is not null order by e.id`;

/** Lists with lines in no file yet: new ones, and those whose file was emptied before it left. */
export async function listesADeposer(client: pg.ClientBase, departement: string): Promise<ListeRow[]> {
  return (await client.query<ListeRow>(LISTES_A_DEPOSER, [departement])).rows;
}

export async function echangesADeposer(client: pg.ClientBase, departement: string, liste: string): Promise<EchangeADeposer[]> {
  return (await client.query<EchangeADeposer>(ECHANGES_A_DEPOSER, [departement, liste])).rows;
}

const DEPOTS_DE_LA_SEMAINE = `select count(*)::int as nombre from echanges.depot
  where departement = $1 and objet = 'INSCRIPTION_LISTE' and destinataire = 'FRANCE_TRAVAIL' and (cle = $2 or cle like $2 || '/%')`;

/** Key of the next file of a week: the week, then the week and a rank. */
export async function cleDuDepot(client: pg.ClientBase, departement: string, semaine: string): Promise<string> {
  const { rows } = await client.query<{ nombre: number }>(DEPOTS_DE_LA_SEMAINE, [departement, semaine]);
  return rows[0]!.nombre === 0 ? semaine : `${semaine}/${rows[0]!.nombre + 1}`;
}

const RATTACHER = "update echanges.echange set depot = $3 where departement = $1 and id = any ($2::uuid[])";
const DATER = "update echanges.liste_inscription set depot = $3 where departement = $1 and id = $2";
const SANS_OBJET = `update echanges.echange set statut = 'IGNORE', traite_le = $3, raison = 'La personne n’est plus à inscrire ni à identifier.'
  where departement = $1 and id = any ($2::uuid[])`;

export async function rattacherAuDepot(
  client: pg.ClientBase,
  departement: string,
  lien: { liste: string; depot: string; dits: string[]; sansObjet: string[]; le: Date },
): Promise<void> {
  await client.query(RATTACHER, [departement, lien.dits, lien.depot]);
  await client.query(SANS_OBJET, [departement, lien.sansObjet, lien.le]);
  await client.query(DATER, [departement, lien.liste, lien.depot]);
}

const ABANDONNER = `update echanges.echange e set statut = 'ABANDONNE', traite_le = $2, prochain_essai = null,
    erreur_code = 'TELEPROCEDURE_ABANDONNEE', erreur_message = $3, erreur_reessayable = false, erreur_action = $4
  from echanges.liste_inscription_personne p join echanges.liste_inscription l on l.departement = p.departement and l.id = p.liste
  where p.departement = $1 and e.departement = p.departement and e.evenement = p.evenement and e.objet = 'INSCRIPTION_LISTE'
    and e.statut = 'A_CONFIRMER' and ${issueSql("$2")} = 'ABANDON'`;

/** Says on their exchanges who gave up on the way. Returns how many. */
export async function noterAbandons(client: pg.ClientBase, departement: string, le: Date): Promise<number> {
  const message = "La personne ne s’est pas inscrite à France Travail dans le délai : la téléprocédure est abandonnée.";
  const action =
    "Reprenez contact avec la personne, et accompagnez-la dans son inscription ; l’échange est confirmé dès qu’elle est inscrite.";
  return (await client.query(ABANDONNER, [departement, le, message, action])).rowCount ?? 0;
}
