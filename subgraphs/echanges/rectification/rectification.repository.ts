import type pg from "pg";
import type { RectificationDue } from "./rectification";

/** Exchanges RECTIFICATION, through the connection of the owner. */

const DUES = `select e.id as echange, e.fait as demande from echanges.echange e
  where e.departement = $1 and e.objet = 'RECTIFICATION' and e.canal = 'DEPOT' and e.statut = 'A_ENVOYER' and e.depot is null and e.fait is not null
  order by e.ordre, e.rang for update of e`;

/** Those that no file holds; locked until the end of the transaction. */
export async function rectificationsDues(client: pg.ClientBase, departement: string): Promise<RectificationDue[]> {
  return (await client.query<RectificationDue>(DUES, [departement])).rows;
}

export interface RectificationDeposee {
  echange: string;
  demande: string;
  destinataire: string;
  le: Date;
}

const DEPOSEES = `select e.id as echange, e.fait as demande, e.partenaire as destinataire, d.depose_le as le
  from echanges.echange e join echanges.depot d on d.departement = e.departement and d.id = e.depot
  where e.departement = $1 and e.objet = 'RECTIFICATION' and e.canal = 'DEPOT' and e.statut = 'A_CONFIRMER' and d.depose_le is not null and e.fait is not null
  order by e.ordre, e.rang`;

/** Those that were left to a payer, and are not answered. */
export async function rectificationsDeposees(client: pg.ClientBase, departement: string): Promise<RectificationDeposee[]> {
  return (await client.query<RectificationDeposee>(DEPOSEES, [departement])).rows;
}
