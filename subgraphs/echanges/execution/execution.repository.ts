import type pg from "pg";
import type { ExecutionDue } from "./execution";

/** Exchanges SANCTION_EXECUTION, through the connection of the owner. */

const DUES = `select e.id as echange, e.fait as sanction, e.type_evenement as "typeEvenement", e.donnees ->> 'statut' as statut,
    (select d.id from echanges.echange d where d.departement = e.departement and d.fait = e.fait and d.objet = e.objet
      and d.type_evenement = 'SanctionDecidee' and d.depot is not null limit 1) as "decisionDeposee"
  from echanges.echange e
  where e.departement = $1 and e.objet = 'SANCTION_EXECUTION' and e.canal = 'DEPOT' and e.statut = 'A_ENVOYER' and e.depot is null and e.fait is not null
  order by e.ordre, e.rang for update of e`;

/** Those that no file holds, in the order of the events; locked until the end of the transaction. */
export async function executionsDues(client: pg.ClientBase, departement: string): Promise<ExecutionDue[]> {
  return (await client.query<ExecutionDue>(DUES, [departement])).rows;
}

const IGNORER = `update echanges.echange e set statut = 'IGNORE', raison = x.raison, traite_le = $3, prochain_essai = null,
    erreur_code = null, erreur_message = null, erreur_reessayable = null, erreur_action = null
  from jsonb_to_recordset($2::jsonb) x (echange uuid, raison text) where e.departement = $1 and e.id = x.echange`;

export const ignorerExecutions = (client: pg.ClientBase, departement: string, ignorees: { echange: string; raison: string }[], le: Date) =>
  client.query(IGNORER, [departement, JSON.stringify(ignorees), le]);

const ATTENDRE = `update echanges.echange e set erreur_code = 'DOSSIER_INCONNU', erreur_message = $3, erreur_reessayable = true, erreur_action = $4
  where e.departement = $1 and e.id = any ($2::uuid[])`;
const SANS_DOSSIER = "Le hub ne connaît pas de dossier RSA de la personne : il ne sait pas quel organisme payeur informer.";
const ACTION =
  "Rien à faire si un flux de la CAF ou de la MSA est attendu : le hub réessaie chaque jour. Sinon, informez l’organisme payeur vous-même.";

export const attendreLesDossiers = (client: pg.ClientBase, departement: string, echanges: string[]) =>
  client.query(ATTENDRE, [departement, echanges, SANS_DOSSIER, ACTION]);

const JOINDRE = `update echanges.echange e set depot = $3, partenaire = $4, erreur_code = null, erreur_message = null, erreur_reessayable = null, erreur_action = null
  where e.departement = $1 and e.id = any ($2::uuid[])`;

/** The file that holds the exchanges, and the payer that it is for. */
export const joindreAuDepot = (client: pg.ClientBase, departement: string, echanges: string[], depot: string, destinataire: string) =>
  client.query(JOINDRE, [departement, echanges, depot, destinataire]);

/** A step that was left to a payer, and that nothing shows applied yet. */
export interface ExecutionDeposee {
  departement: string;
  echange: string;
  sanction: string;
  typeEvenement: string;
  deposeLe: Date;
}

const DEPOSEES = `select e.departement, e.id as echange, e.fait as sanction, e.type_evenement as "typeEvenement", d.depose_le as "deposeLe"
  from echanges.echange e join echanges.depot d on d.departement = e.departement and d.id = e.depot
  where e.objet = 'SANCTION_EXECUTION' and e.canal = 'DEPOT' and e.statut = 'A_CONFIRMER' and e.departement = $1 and d.depose_le is not null and e.fait is not null
  order by e.ordre, e.rang`;

export async function executionsDeposees(client: pg.ClientBase, departement: string): Promise<ExecutionDeposee[]> {
  return (await client.query<ExecutionDeposee>(DEPOSEES, [departement])).rows;
}

const CONFIRMER =
  "update echanges.echange set statut = 'CONFIRME', traite_le = $3 where departement = $1 and id = any ($2::uuid[]) and statut = 'A_CONFIRMER'";

export async function confirmerExecutions(client: pg.ClientBase, departement: string, echanges: string[], le: Date): Promise<number> {
  return (await client.query(CONFIRMER, [departement, echanges, le])).rowCount ?? 0;
}

const DEPARTEMENTS = `select distinct departement from echanges.echange
  where objet = $1 and canal = 'DEPOT' and statut in ('A_ENVOYER', 'A_CONFIRMER') order by 1`;

export async function departementsAInformer(client: pg.ClientBase, objet: string): Promise<string[]> {
  return (await client.query<{ departement: string }>(DEPARTEMENTS, [objet])).rows.map(({ departement }) => departement);
}
