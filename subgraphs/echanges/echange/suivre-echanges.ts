import type pg from "pg";
import { erased } from "../../shared/erasure";
import { type PublishedEvent, type RunningFollower, startFollower } from "../../shared/event-follower";
import type { Log } from "../../shared/log";
import { oublierDepots } from "../depot/oublier-depots";
import { OUBLIER_LES_INSCRIPTIONS, suivreInscriptions } from "../inscription/suivre-inscriptions";
import { noterDestinataires } from "../notification/noter-destinataires";
import { fermerActivites, oublierReception } from "../reception/activite/suivre-activites";
import { organismesCites } from "./a-dire";
import { echangesDe, type NouvelEchange, type Rejeu, rejeux } from "./echange";
import { redirePremierRendezVous } from "./redire-premier-rendez-vous";

const AJOUTER = `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, traite_le,
    rejet, rejet_schema, ordre, rang, type_evenement, fait, donnees, canal, erreur_code, erreur_message, erreur_reessayable, erreur_action)
  select e.departement, e.evenement, e.sens, e.partenaire, e.objet, e.allocataire, e.statut, e.tentatives, e.cree_le, e.traite_le,
    e.rejet, e.rejet_schema, e.ordre, e.rang, e.type_evenement, e.fait, e.donnees, e.canal, e.erreur ->> 'code', e.erreur ->> 'message', (e.erreur ->> 'reessayable')::boolean, e.erreur ->> 'actionAgent'
  from jsonb_to_recordset($1::jsonb) as e (departement text, evenement uuid, sens text, partenaire text, objet text, allocataire uuid, statut text,
    tentatives int, cree_le timestamptz, traite_le timestamptz, rejet uuid, rejet_schema text, ordre bigint, rang smallint, type_evenement text,
    fait uuid, donnees jsonb, canal text, erreur jsonb)
  on conflict on constraint un_echange_par_evenement_et_objet do nothing`;

const REJOUER = `update echanges.echange e set tentatives = e.tentatives + r.essais,
    statut = case when r.applique then 'TRAITE' else 'REJETE' end,
    traite_le = case when r.applique then r.le end,
    erreur_code = case when not r.applique then e.erreur_code end,
    erreur_message = case when not r.applique then e.erreur_message end,
    erreur_reessayable = case when not r.applique then e.erreur_reessayable end,
    erreur_action = case when not r.applique then e.erreur_action end, prochain_essai = null
  from jsonb_to_recordset($1::jsonb) as r (rejet uuid, essais int, applique boolean, le timestamptz) where e.rejet = r.rejet`;

/** An exchange took place: it is kept, and no longer says with whom it was about, nor by which number the partner would know it.
 * What was still to be sent, or waited for somebody, is not to be done any more. */
const OUBLIER = `update echanges.echange e set allocataire = null, prochain_essai = null, cle = null, fait = null, donnees = null, empreinte = null,
    identifiant_partenaire = null, identifiants_anterieurs = '{}',
    statut = case when f.finie then 'IGNORE' else e.statut end,
    raison = case when f.finie then 'La personne a été effacée du hub.' else e.raison end
  from unnest($1::text[], $2::uuid[]) x (departement, id)
  cross join lateral (select (e2.sens = 'SORTANT' and e2.statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER', 'REJETE', 'ABANDONNE'))
    or (e2.statut = 'REJETE' and e2.lecture is not null) as finie, e2.id
    from echanges.echange e2 where e2.departement = x.departement and e2.allocataire = x.id) f
  where e.departement = x.departement and e.id = f.id`;

/** Something changed in who a person is: what waited for France Travail to find her is tried again at once, dead letters included.
 * The keeper of the register gives the exchanges of a merged person to the one who stays. */
const REVEILLER = `update echanges.echange e set statut = 'A_ENVOYER', prochain_essai = null, premier_essai_le = null, traite_le = null
  from unnest($1::text[], $2::uuid[]) x (departement, id)
  where e.departement = x.departement and e.allocataire = x.id and e.canal = 'API' and e.statut in ('A_ENVOYER', 'ABANDONNE')
    and e.erreur_code in ('USAGER_INTROUVABLE', 'NON_RATTACHE', 'IDENTIFIANT_MANQUANT')`;

const ORGANISMES_FRANCE_TRAVAIL = "select id from publie.organisme where id = any ($1) and type = 'FRANCE_TRAVAIL'";

/** Applies events, in order, to the exchanges: what came in and was rejected or replayed, and what France Travail is to be told. */
export async function appliquerEchanges(client: pg.ClientBase, evenements: PublishedEvent[]): Promise<void> {
  const cites = organismesCites(evenements);
  const franceTravail = cites.length === 0 ? [] : (await client.query<{ id: string }>(ORGANISMES_FRANCE_TRAVAIL, [cites])).rows;
  const siens = new Set(franceTravail.map(({ id }) => id));
  const nouveaux: NouvelEchange[] = evenements.flatMap((evenement) => echangesDe(evenement, siens));
  if (nouveaux.length > 0) await client.query(AJOUTER, [JSON.stringify(nouveaux)]);
  await redirePremierRendezVous(client, evenements);
  const rejoues: Rejeu[] = rejeux(evenements);
  if (rejoues.length > 0) await client.query(REJOUER, [JSON.stringify(rejoues)]);
  await fermerActivites(client, evenements);
  await suivreInscriptions(client, evenements);
  await noterDestinataires(client, evenements);
  const effacees = erased(evenements);
  if (effacees) {
    await oublierDepots(client, effacees, evenements.at(-1)!.survenuLe);
    await oublierReception(client, effacees);
    for (const oublier of [OUBLIER, OUBLIER_LES_INSCRIPTIONS]) await client.query(oublier, [effacees.departements, effacees.allocataires]);
  }
  const changees = evenements.filter(({ type }) => CHANGENT_L_IDENTITE.has(type));
  if (changees.length > 0) await client.query(REVEILLER, [changees.map((e) => e.departement), changees.map((e) => e.allocataire)]);
}

/** Events after which France Travail may find a person whom it did not. */
const CHANGENT_L_IDENTITE: ReadonlySet<string> = new Set([
  "AllocataireModifie",
  "EntreeDispositif",
  "AllocatairesFusionnes",
  "InscriptionConstatee",
]);

/** Follows the log of events and keeps the exchanges up to date. */
export const suivreEchanges = (url: string, log: Log): RunningFollower =>
  startFollower({ url, schema: "echanges", name: "echanges", log, apply: appliquerEchanges });
