import type { Transaction } from "../../shared/database";
import type { Caller } from "../../shared/identity";

export interface AbonnementRow {
  id: string;
  url: string;
  types: string[];
  cree_le: Date;
  resilie_le: Date | null;
  version_secret: number;
  desactive_le: Date | null;
  raison: string | null;
  echecs: number;
  prochain_essai: Date | null;
  derniere_position: number | null;
}

const COLONNES = "id, url, types, cree_le, resilie_le, version_secret, desactive_le, raison, echecs, prochain_essai, derniere_position";

/** The subscriptions of a client, newest first. */
export const abonnementsDe = (tx: Transaction, client: string, limite: number): Promise<AbonnementRow[]> =>
  tx.rows(`select ${COLONNES} from echanges.abonnement where client = $1 order by cree_le desc, id limit $2`, [client, limite]);

export const abonnementParId = (tx: Transaction, client: string, id: string): Promise<AbonnementRow | null> =>
  tx.row(`select ${COLONNES} from echanges.abonnement where client = $1 and id = $2`, [client, id]);

export async function nombreEnCours(tx: Transaction, client: string): Promise<number> {
  const row = await tx.row<{ nombre: number }>(
    "select count(*)::int as nombre from echanges.abonnement where client = $1 and resilie_le is null",
    [client],
  );
  return row!.nombre;
}

/** Type of the organisme of a caller; null when it has none. */
export async function typeOrganisme(tx: Transaction, { departement, organisme }: Caller): Promise<string | null> {
  const row = await tx.row<{ type: string }>(
    "select type from publie.organisme where code = $1 and ($2 = '*' or departement = $2) order by id limit 1",
    [organisme, departement],
  );
  return row?.type ?? null;
}

export interface AbonnementAAjouter {
  caller: Caller;
  partenaire: string;
  url: string;
  types: string[];
  creeLe: Date;
  /** Events after this position are delivered. */
  depuis: number;
}

/** Last position that the sequencer has given, whoever may see that event. */
export async function teteDuJournal(tx: Transaction): Promise<number> {
  await tx.rows("select set_config('unefois.suivi', 'tout', true)");
  const row = await tx.row<{ tete: number }>("select coalesce(max(position), 0) as tete from journal.evenement");
  await tx.rows("select set_config('unefois.suivi', '', true)");
  return row!.tete;
}

/** Adds a subscription, with a first secret; null when this client already has one to the same address. */
export const ajouterAbonnement = (tx: Transaction, a: AbonnementAAjouter): Promise<AbonnementRow | null> =>
  tx.row(
    `insert into echanges.abonnement (departement, client, url, types, cree_le, organisme, agent, finalite, partenaire, version_secret, depuis)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)
     on conflict (departement, client, url) where resilie_le is null do nothing returning ${COLONNES}`,
    [...identite(a), a.url, a.types, a.creeLe, a.caller.organisme, a.caller.agent, a.caller.finalite, a.partenaire, a.depuis],
  );
const identite = ({ caller }: AbonnementAAjouter) => [caller.departement, caller.client];

/** Ends a subscription; the date of the first end stays. Null when this client has no such one. */
export const resilierAbonnement = (tx: Transaction, client: string, id: string, le: Date): Promise<AbonnementRow | null> =>
  tx.row(`update echanges.abonnement set resilie_le = coalesce(resilie_le, $3) where client = $1 and id = $2 returning ${COLONNES}`, [
    client,
    id,
    le,
  ]);

/** A new secret, and the rights of the token that asks for it. The first secret of all starts the deliveries, from here. */
export const renouvelerSecret = (
  tx: Transaction,
  caller: Caller,
  id: string,
  { partenaire, tete, le }: { partenaire: string; tete: number; le: Date },
): Promise<AbonnementRow | null> =>
  tx.row(
    `update echanges.abonnement set version_secret = version_secret + 1, secret_renouvele_le = $3, organisme = $4, agent = $5, finalite = $6,
       partenaire = $7, depuis = case when version_secret = 0 then $8 else depuis end where client = $1 and id = $2 returning ${COLONNES}`,
    [caller.client, id, le, caller.organisme, caller.agent, caller.finalite, partenaire, tete],
  );

/** Starts the deliveries again; what was abandoned is replayed when the subscriber asks. */
export const reactiverAbonnement = (tx: Transaction, client: string, id: string): Promise<AbonnementRow | null> =>
  tx.row(
    `update echanges.abonnement set desactive_le = null, raison = null, echecs = 0, echec_depuis = null, prochain_essai = null
     where client = $1 and id = $2 returning ${COLONNES}`,
    [client, id],
  );

/** How many events of its types a subscriber may see after a position, counted up to a limit. */
export async function evenementsARejouer(tx: Transaction, id: string, depuis: number, limite: number): Promise<number> {
  const row = await tx.row<{ nombre: number }>(
    `select count(*)::int as nombre from (select from echanges.abonnement a cross join lateral unnest(a.types) t (type)
       join journal.evenement e on e.type = t.type and e.position > $2 where a.id = $1 limit $3) x`,
    [id, depuis, limite],
  );
  return row!.nombre;
}

/** Sends again, in order, what the subscriber may see after a position; what waits already is left as it is. */
export const rejouerDepuis = (tx: Transaction, id: string, depuis: number, objets: Record<string, string>): Promise<number> =>
  tx.execute(
    `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal, ordre,
       type_evenement, abonnement)
     select coalesce(e.departement, '*'), e.id, 'SORTANT', a.partenaire, coalesce(o.objet, 'EVENEMENT'), e.allocataire, 'A_ENVOYER', 0, e.survenu_le,
       'ABONNEMENT', e.position, e.type, a.id
     from echanges.abonnement a cross join lateral unnest(a.types) t (type)
     join journal.evenement e on e.type = t.type and e.position > $2
     left join jsonb_each_text($3::jsonb) o (type, objet) on o.type = e.type
     where a.id = $1
     on conflict on constraint un_echange_par_evenement_et_objet do update set statut = 'A_ENVOYER', traite_le = null, raison = null,
       prochain_essai = null, erreur_code = null, erreur_message = null, erreur_reessayable = null, erreur_action = null`,
    [id, depuis, JSON.stringify(objets)],
  );
