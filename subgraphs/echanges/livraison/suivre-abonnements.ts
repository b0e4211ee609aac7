import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import type { Clock } from "../../shared/clock";
import type { RightsSettings } from "../../shared/database";
import { type PublishedEvent, type RunningFollower, startFollower } from "../../shared/event-follower";
import type { Caller } from "../../shared/identity";
import type { Log } from "../../shared/log";
import { perimetreSql } from "../../shared/perimetre";
import { RAISONS } from "./erreur-livraison";
import { objetLivre } from "./livraison";

/** Whoever may have received a wrong value is told, whatever it asked for (RGPD, article 19). */
const OBLIGATOIRE = "DonneeRectifiee";

/** Events that may wait for one subscriber; beyond, it is disabled and reads `evenements`. */
export const ATTENTE_MAX = 50_000;

interface Abonne {
  id: string;
  departement: string;
  client: string;
  organisme: string | null;
  agent: string | null;
  finalite: string | null;
  partenaire: string;
  types: string[];
  depuis: number;
}

const ABONNES = `select id, departement, client, organisme, agent, finalite, partenaire, types, depuis from echanges.abonnement
  where resilie_le is null and desactive_le is null and version_secret > 0 and (types && $1::text[] or $1::text[] && array['DonneeRectifiee']) order by cree_le, id`;

const DROITS = `select set_config('unefois.departements', $1, true), set_config('unefois.portee', $2, true), set_config('unefois.organisme', $3, true),
  set_config('unefois.referent', $4, true), set_config('unefois.aujourdhui', $5, true), set_config('unefois.suivi', $6, true)`;

/** She opposed to her events going to who does not follow her: only the organisme of her portfolio goes on. */
const OPPOSEE = `(e.allocataire is not null and exists (
    select from publie.opposition o where o.departement = e.departement and o.traitement = 'PARTAGE_ABONNES' and o.allocataire = (
      select c.canonique from publie.perimetre c where c.departement = e.departement and c.allocataire = e.allocataire limit 1))
  and not exists (select from publie.perimetre p where p.departement = e.departement and p.allocataire = e.allocataire
    and p.organisme = (select current_setting('unefois.organisme', true)) and p.du <= (select current_setting('unefois.aujourdhui', true))::date
    and (p.au is null or p.au >= (select current_setting('unefois.aujourdhui', true))::date)))`;

/** What the subscriber may see of these events, by the policies of the journal. What its own system told the hub is not told back to it. */
const AJOUTER = `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal, ordre,
    type_evenement, abonnement)
  select coalesce(e.departement, '*'), e.id, 'SORTANT', $3, o.objet,
    case when ${perimetreSql("e.allocataire")} then e.allocataire end, 'A_ENVOYER', 0, e.survenu_le, 'ABONNEMENT', e.position,
    e.type, $4
  from unnest($1::uuid[], $2::text[]) o (id, objet) join journal.evenement e on e.id = o.id and e.position > $5 and e.source is distinct from $3
  where not ${OPPOSEE}
  on conflict on constraint un_echange_par_evenement_et_objet do nothing`;

const DEBORDE = `update echanges.abonnement a set desactive_le = $3, raison = $4 where a.id = $1 and exists (
    select from echanges.echange e where e.abonnement = a.id and e.statut = 'A_ENVOYER' offset $2)`;

export interface OptionsSuivi {
  clock: Clock;
  /** What a subscriber may see today. */
  droits(abonne: Caller, aujourdhui: string): Promise<RightsSettings>;
  attenteMax?: number;
}

/** Turns events into deliveries: one a subscription that asks for its type and may see it. */
export const distribuer =
  ({ clock, droits, attenteMax = ATTENTE_MAX }: OptionsSuivi) =>
  async (client: pg.ClientBase, evenements: PublishedEvent[]): Promise<void> => {
    const { rows: abonnes } = await client.query<Abonne>(ABONNES, [[...new Set(evenements.map(({ type }) => type))]]);
    if (abonnes.length === 0) return;
    const avant = await client.query("select current_setting('unefois.departements', true) as departements");
    const aujourdhui = civilDateOf(clock.now());
    for (const abonne of abonnes) {
      const voulus = evenements.filter(({ type }) => abonne.types.includes(type) || type === OBLIGATOIRE);
      if (voulus.length === 0) continue;
      const caller = { ...abonne, scopes: new Set<string>(), finalite: null };
      await prendreDroits(client, await droits(caller, aujourdhui), "");
      const objets = voulus.map(({ type }) => objetLivre(type));
      await client.query(AJOUTER, [voulus.map(({ id }) => id), objets, abonne.partenaire, abonne.id, abonne.depuis]);
    }
    const systeme = { departements: [avant.rows[0].departements], portee: "departement", organisme: null, referent: null } as const;
    await prendreDroits(client, { ...systeme, departements: [...systeme.departements], finalite: null, aujourdhui }, "tout");
    for (const { id } of abonnes) await client.query(DEBORDE, [id, attenteMax, clock.now(), RAISONS.file(attenteMax)]);
  };

const prendreDroits = (client: pg.ClientBase, r: RightsSettings, suivi: string) =>
  client.query(DROITS, [r.departements.join(","), r.portee, r.organisme ?? "", r.referent ?? "", r.aujourdhui, suivi]);

/** Follows the log of events for the subscribers. */
export const suivreAbonnements = (url: string, log: Log, options: OptionsSuivi): RunningFollower =>
  startFollower({ url, schema: "echanges", name: "abonnements", log, apply: distribuer(options) });
