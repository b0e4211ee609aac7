import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import type { Log } from "../../shared/log";
import { type RunningWork, startPeriodicWork } from "../../shared/periodic-work";
import { MOIS_DE_SUSPENSION } from "./cycle-contrat";

const CLORE = `with clos as (
    update allocataires.contrat_engagement c set statut = 'CLOTURE', cloture_le = x.terme, date_fin = least(coalesce(c.date_fin, x.terme), x.terme)
    from (select s.departement, s.id, (s.suspendu_le + make_interval(months => $2))::date as terme
          from allocataires.contrat_engagement s where s.statut = 'SUSPENDU') x
    where c.departement = x.departement and c.id = x.id and x.terme <= $1::date and c.statut = 'SUSPENDU'
    returning c.departement, c.allocataire, c.id, c.cloture_le
  )
  insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
  select 'ContratCloture', departement, allocataire, jsonb_build_object('contrat', id, 'le', cloture_le, 'cause', 'SUSPENSION_DOUZE_MOIS'), $3 from clos`;

/** Closes the contracts that twelve months of suspension end by the civil date of an instant: the fact and its event in one statement.
 * It takes nothing from anybody: a contract suspended so long binds nobody any more.
 * Two workers at once close it once: the second finds it closed. Returns how many.
 * @param client a connection of the owner: the whole territory. */
export async function cloreContratsSuspendus(client: pg.ClientBase, maintenant: Date): Promise<number> {
  const { rowCount } = await client.query(CLORE, [civilDateOf(maintenant), MOIS_DE_SUSPENSION, maintenant]);
  return rowCount ?? 0;
}

const UNE_HEURE = 3_600_000;

/** Does it again every hour. */
export const suivreContratsSuspendus = (url: string, log: Log): RunningWork =>
  startPeriodicWork({
    url,
    name: "contrats-suspendus",
    log,
    everyMs: UNE_HEURE,
    work: (client) => cloreContratsSuspendus(client, new Date()),
  });
