import type pg from "pg";
import type { Clock } from "../shared/clock";
import type { Log } from "../shared/log";
import { type RunningWork, startPeriodicWork } from "../shared/periodic-work";
import { rejouerRejets } from "./import-webhooks";
import type { EmpreinteNir } from "./message/nir";

export interface SuiteDesRejets {
  databaseUrl: string;
  clock: Clock;
  log: Log;
  empreinteNir?: EmpreinteNir;
}

/** At a time; the others wait for the next round. */
const LOT = 500;
const PAUSE_MS = 30_000;
/** What stays refused though its cause seems gone is not tried again before. */
const ENTRE_ESSAIS_MS = 86_400_000;

/** The kept messages whose cause is gone: the CAF has brought the person, the organisation or the role of the agent has come, the Département has said what
 * the status means. What only an agent can settle (PERSONNE_AMBIGUE) is looked at again when people are made one. */
const LEVES = `with ouvert as (
    select r.id, r.code, r.partenaire, r.departement, r.cree_le, (r.original::jsonb ->> 'corps')::jsonb -> 'data' as data from rendez_vous.rejet r
    where r.rejoue_le is null and r.original <> '' and (r.essaye_le is null or r.essaye_le < $2)
      and r.code in ('PERSONNE_INCONNUE', 'PERSONNE_AMBIGUE', 'ORGANISATION_INCONNUE', 'ORGANISATION_AMBIGUE', 'AGENT_INCONNU', 'STATUT_INCONNU')),
  usager as (
    select o.id, o.partenaire, u.u from ouvert o cross join lateral (
      select p -> 'user' as u from jsonb_array_elements(case jsonb_typeof(o.data -> 'participations') when 'array' then o.data -> 'participations' else '[]' end) p
      union all select o.data -> 'user') u
    where o.code like 'PERSONNE%' and u.u is not null),
  connu as (
    select u.id from usager u join allocataires.identifiant i on i.type = 'MATRICULE_CAF'
        and ltrim(i.valeur, '0') = ltrim(trim(u.u ->> 'affiliation_number'), '0')
      join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire
        and a.date_naissance::text = u.u ->> 'birth_date'
      where i.departement = any (array(select distinct departement from allocataires.organisme)) and i.valeur = any (array(
        select distinct f from usager x cross join lateral (values (trim(x.u ->> 'affiliation_number')), (ltrim(trim(x.u ->> 'affiliation_number'), '0')),
          (lpad(ltrim(trim(x.u ->> 'affiliation_number'), '0'), 7, '0'))) f (f)))
    union select u.id from usager u
      join allocataires.identifiant i on i.type in ('MATRICULE_MSA', 'NIR')
        and i.empreinte = case when u.u ->> 'affiliation_number' ~ '^nir:[0-9a-f]{64}$' then decode(substr(u.u ->> 'affiliation_number', 5), 'hex') end
      join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire and a.date_naissance::text = u.u ->> 'birth_date'
      where i.departement = any (array(select distinct departement from allocataires.organisme))
    union select u.id from usager u join rendez_vous.personne_externe e on e.systeme = u.partenaire and e.identifiant = u.u ->> 'id'
      where e.allocataire is not null)
  select o.id from ouvert o where exists (select from connu c where c.id = o.id)
    or (o.code like 'ORGANISATION%' and exists (select from rendez_vous.organisation_externe e where e.systeme = o.partenaire
      and e.identifiant = o.data -> 'organisation' ->> 'id' and e.organisme is not null))
    or (o.code = 'AGENT_INCONNU' and exists (select from rendez_vous.agent_externe e where e.systeme = o.partenaire and e.identifiant = o.data -> 'agent' ->> 'id'))
    or (o.code = 'STATUT_INCONNU' and exists (select from rendez_vous.correspondance_statut c,
        jsonb_array_elements(case jsonb_typeof(o.data -> 'participations') when 'array' then o.data -> 'participations' else '[]' end) p
      where c.departement = o.departement and c.systeme = o.partenaire and c.code = p ->> 'status'))
  order by o.cree_le, o.id limit $1`;

/** One round. Returns how many were applied. */
export async function rejouerLesLeves(client: pg.ClientBase, { databaseUrl, clock, empreinteNir }: SuiteDesRejets): Promise<number> {
  const maintenant = clock.now();
  const { rows } = await client.query<{ id: string }>(LEVES, [LOT, new Date(maintenant.getTime() - ENTRE_ESSAIS_MS)]);
  if (rows.length === 0) return 0;
  await client.query("update rendez_vous.rejet set essaye_le = $2 where id = any($1::uuid[])", [rows.map((row) => row.id), maintenant]);
  const { compteurs } = await rejouerRejets(
    rows.map((row) => row.id),
    { ownerUrl: databaseUrl, now: () => clock.now(), empreinteNir },
  );
  return compteurs.appliques;
}

/** Replays by itself, every half minute, what can now be applied. */
export const suivreRejetsRendezVous = (options: SuiteDesRejets): RunningWork =>
  startPeriodicWork({
    url: options.databaseUrl,
    name: "rejets-rendez-vous",
    log: options.log,
    everyMs: PAUSE_MS,
    work: (client) => rejouerLesLeves(client, options),
  });
