import type { Transaction } from "../../shared/database";
import { perimetreSql } from "../../shared/perimetre";

export interface NotificationLue {
  id: string;
  cause: "RECTIFICATION" | "EFFACEMENT" | "LIMITATION";
  allocataire: string | null;
  canal: string;
  destinataire: string;
  champs: string[];
  recuLe: Date;
  creeLe: Date;
  statut: "A_DIRE" | "DITE" | "ACCUSEE";
  accuseLe: Date | null;
}

/** Told: the event was delivered to the subscriber (who may only have read before it), or a later exchange of the person was confirmed by the partner. */
const COLONNES = `n.id, n.cause, n.allocataire, n.canal, n.destinataire, n.champs, n.recu_le as "recuLe", n.cree_le as "creeLe", n.accuse_le as "accuseLe",
  case when n.accuse_le is not null then 'ACCUSEE'
    when exists (select from echanges.echange e where e.departement = n.departement and e.statut = 'CONFIRME' and (
      (n.abonnement is not null and e.abonnement = n.abonnement and e.evenement = n.evenement)
      or (n.canal = 'EVENEMENTS' and e.evenement = n.evenement and e.abonnement in (
        select b.id from echanges.abonnement b where b.departement = n.departement and b.client = n.destinataire))
      or (n.canal = 'API' and e.allocataire = n.allocataire and e.partenaire = n.destinataire and e.sens = 'SORTANT' and e.traite_le > n.cree_le)))
    then 'DITE' else 'A_DIRE' end as statut`;

export interface FiltreNotifications {
  allocataire: string | null;
  enAttente: boolean | null;
  /** Only those of a client; null: who answers people sees them all. */
  destinataire: string | null;
}

/** Who answers people answers those of her perimeter; one of a person erased since is told to who answers for the whole département. */
const DE_SON_PERIMETRE = perimetreSql("n.allocataire");

/** Notifications, newest first, after `<milliseconds>:<id>`. */
export function lireNotifications(
  tx: Transaction,
  f: FiltreNotifications,
  limite: number,
  after: string | null,
): Promise<NotificationLue[]> {
  const [ms, id] = after?.split(":") ?? [];
  const borne = ms === undefined ? ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"] : [new Date(Number(ms)), id];
  return tx.rows<NotificationLue>(
    `select * from (select ${COLONNES} from echanges.notification n
       where ($1::uuid is null or n.allocataire = $1) and (n.destinataire = $3 or $3::text is null and ${DE_SON_PERIMETRE})) t
     where ($2::boolean is null or $2 = (t.statut = 'A_DIRE')) and (t."creeLe", t.id) < ($4::timestamptz, $5::uuid)
     order by t."creeLe" desc, t.id desc limit $6`,
    [f.allocataire, f.enAttente, f.destinataire, ...borne, limite],
  );
}

/** @param destinataire as in the filter: only one of this client, or null for who answers people. */
export const notificationParId = (tx: Transaction, id: string, destinataire: string | null): Promise<NotificationLue | null> =>
  tx.row<NotificationLue>(
    `select ${COLONNES} from echanges.notification n where n.id = $1::uuid and (n.destinataire = $2 or $2::text is null and ${DE_SON_PERIMETRE})`,
    [id, destinataire],
  );

export async function accuser(tx: Transaction, id: string, par: string, le: Date): Promise<void> {
  await tx.execute(
    "update echanges.notification set accuse_le = coalesce(accuse_le, $2), accuse_par = coalesce(accuse_par, $3) where id = $1::uuid",
    [id, le, par],
  );
}
