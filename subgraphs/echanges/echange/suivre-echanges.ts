import type pg from "pg";
import { erased } from "../../shared/erasure";
import { type PublishedEvent, type RunningFollower, startFollower } from "../../shared/event-follower";
import type { Log } from "../../shared/log";
import { oublierDepots } from "../depot/oublier-depots";
import { echangeDe, type NouvelEchange, type Rejeu, rejeux } from "./echange";

const AJOUTER = `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, traite_le,
    rejet, rejet_schema, erreur_code, erreur_message, erreur_reessayable, erreur_action)
  select e.departement, e.evenement, e.sens, e.partenaire, e.objet, e.allocataire, e.statut, e.tentatives, e.cree_le, e.traite_le,
    e.rejet, e.rejet_schema, e.erreur ->> 'code', e.erreur ->> 'message', (e.erreur ->> 'reessayable')::boolean, e.erreur ->> 'actionAgent'
  from jsonb_to_recordset($1::jsonb) as e (departement text, evenement uuid, sens text, partenaire text, objet text, allocataire uuid, statut text,
    tentatives int, cree_le timestamptz, traite_le timestamptz, rejet uuid, rejet_schema text, erreur jsonb)
  on conflict on constraint un_echange_par_evenement_et_objet do nothing`;

const REJOUER = `update echanges.echange e set tentatives = e.tentatives + r.essais,
    statut = case when r.applique then 'TRAITE' else 'REJETE' end,
    traite_le = case when r.applique then r.le end,
    erreur_code = case when not r.applique then e.erreur_code end,
    erreur_message = case when not r.applique then e.erreur_message end,
    erreur_reessayable = case when not r.applique then e.erreur_reessayable end,
    erreur_action = case when not r.applique then e.erreur_action end
  from jsonb_to_recordset($1::jsonb) as r (rejet uuid, essais int, applique boolean, le timestamptz) where e.rejet = r.rejet`;

/** An exchange took place: it is kept, and no longer says with whom it was about. */
const OUBLIER = `update echanges.echange e set allocataire = null from unnest($1::text[], $2::uuid[]) x (departement, id)
  where e.departement = x.departement and e.allocataire = x.id`;

/** Applies events, in order, to the exchanges: what came in and was rejected or replayed, and what France Travail is to be told. */
export async function appliquerEchanges(client: pg.ClientBase, evenements: PublishedEvent[]): Promise<void> {
  const nouveaux: NouvelEchange[] = evenements.flatMap((evenement) => echangeDe(evenement) ?? []);
  if (nouveaux.length > 0) await client.query(AJOUTER, [JSON.stringify(nouveaux)]);
  const rejoues: Rejeu[] = rejeux(evenements);
  if (rejoues.length > 0) await client.query(REJOUER, [JSON.stringify(rejoues)]);
  const effacees = erased(evenements);
  if (effacees) {
    await oublierDepots(client, effacees, evenements.at(-1)!.survenuLe);
    await client.query(OUBLIER, [effacees.departements, effacees.allocataires]);
  }
}

/** Follows the log of events and keeps the exchanges up to date. */
export const suivreEchanges = (url: string, log: Log): RunningFollower =>
  startFollower({ url, schema: "echanges", name: "echanges", log, apply: appliquerEchanges });
