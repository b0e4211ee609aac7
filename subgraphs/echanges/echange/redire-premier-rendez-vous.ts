import type pg from "pg";
import type { PublishedEvent } from "../../shared/event-follower";

/** Families of the appointments of accompaniment: only one of an orientation is told as the first (reference §1.8). */
const ACCOMPAGNEMENT: ReadonlySet<string> = new Set(["PREMIER_ACCOMPAGNEMENT", "ACCOMPAGNEMENT"]);
const RENDEZ_VOUS: ReadonlySet<string> = new Set(["RendezVousPlanifie", "RendezVousDeplace", "RendezVousAnnule", "PresenceRenseignee"]);
const ORIENTATION: ReadonlySet<string> = new Set(["OrientationDecidee", "OrientationClose"]);
const IDENTITE: ReadonlySet<string> = new Set(["AllocatairesFusionnes", "AllocatairesSepares"]);

/** After these events another appointment of the person may have become, or ceased to be, the first of her orientation. */
const changeLePremier = ({ type, donnees }: PublishedEvent): boolean =>
  ORIENTATION.has(type) || IDENTITE.has(type) || (RENDEZ_VOUS.has(type) && ACCOMPAGNEMENT.has(donnees.famille));

/** What was told last of each other appointment of accompaniment of the person; of those still expected or kept, under the orientation last decided, the
 * earliest: no other one can have changed. An orientation that closes leaves what was kept under it as it was told. Two people who become one, or part, may bring one each: all those still to come.
 * The id of the exchange's event is made of the event and of the appointment: told again by a replay, it is the same. */
const REDIRE = `with cause as (
    select * from jsonb_to_recordset($1::jsonb) c (id uuid, departement text, personnes uuid[], fait uuid, ordre bigint, survenu_le timestamptz, a_venir boolean, tous boolean)),
  dernier as (
    select distinct on (c.id, e.fait) c.id, c.departement, c.personnes, c.ordre, c.survenu_le, c.a_venir, c.tous, e.fait, e.allocataire, e.donnees, e.type_evenement
    from cause c
    join echanges.echange e on e.departement = c.departement and e.allocataire = any (c.personnes)
    where e.objet in ('RDV_POSITIONNE', 'RDV_PRESENCE') and e.canal = 'API' and e.sens = 'SORTANT' and e.fait is not null and e.fait is distinct from c.fait
      and e.ordre < c.ordre
    order by c.id, e.fait, e.ordre desc, e.rang desc),
  orientation as (
    select c.id, max((e.donnees ->> 'decideeLe')::date) as le from cause c
    join echanges.echange e on e.departement = c.departement and e.allocataire = any (c.personnes)
    where e.objet = 'ORIENTATION_RESULTAT' and e.type_evenement = 'OrientationDecidee' and e.ordre <= c.ordre group by c.id),
  attendu as (
    select d.*, row_number() over (partition by d.id order by (d.donnees ->> 'debut')::timestamptz, d.fait) as n
    from dernier d left join orientation o using (id)
    where d.donnees ->> 'famille' in ('PREMIER_ACCOMPAGNEMENT', 'ACCOMPAGNEMENT')
      and (d.type_evenement in ('RendezVousPlanifie', 'RendezVousDeplace') or d.type_evenement = 'PresenceRenseignee' and d.donnees ->> 'statut' = 'HONORE')
      and (not d.a_venir or (d.donnees ->> 'debut')::timestamptz > d.survenu_le)
      and (o.le is null or ((d.donnees ->> 'debut')::timestamptz at time zone 'Europe/Paris')::date >= o.le))
  insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, ordre, rang, type_evenement,
    fait, donnees, canal)
  select departement, md5(id || '/' || fait)::uuid, 'SORTANT', 'FRANCE_TRAVAIL', 'RDV_POSITIONNE', allocataire, 'A_ENVOYER', 0, survenu_le, ordre,
    1 + n, type_evenement, fait, donnees, 'API'
  from attendu where n = 1 or tous
  on conflict on constraint un_echange_par_evenement_et_objet do nothing`;

/** Has the other appointment told again whose motive (ACC or AUT) an event may have changed; if it has not, the payload is the same and nothing leaves. */
export async function redirePremierRendezVous(client: pg.ClientBase, evenements: readonly PublishedEvent[]): Promise<void> {
  const causes = evenements.filter((e) => changeLePremier(e) && e.departement !== null && e.allocataire !== null).map(cause);
  if (causes.length > 0) await client.query(REDIRE, [JSON.stringify(causes)]);
}

const cause = ({ id, departement, allocataire, donnees, position, survenuLe, type }: PublishedEvent) => ({
  id,
  departement,
  personnes: [allocataire, donnees.fusionnee].filter((personne) => typeof personne === "string"),
  fait: donnees.rendezVous ?? null,
  ordre: position,
  survenu_le: survenuLe,
  a_venir: type === "OrientationClose" || IDENTITE.has(type),
  tous: IDENTITE.has(type),
});
