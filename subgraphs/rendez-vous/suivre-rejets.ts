import type pg from "pg";
import type { Clock } from "../shared/clock";
import type { Log } from "../shared/log";
import { MARQUE } from "../shared/original-garde";
import { type RunningWork, startPeriodicWork } from "../shared/periodic-work";
import { causeDuRejet } from "./cause-du-rejet";
import { corpsGarde, rejouerRejets } from "./import-webhooks";
import type { CleNir } from "./message/nir";

export interface SuiteDesRejets {
  databaseUrl: string;
  clock: Clock;
  log: Log;
  cleNir?: CleNir;
}

/** At a time; the others wait for the next round. */
const LOT = 500;
/** Originals opened at a time. */
const PAGE = 2_000;
const PAUSE_MS = 30_000;
/** What stays refused though its cause seems gone is not tried again before. */
const ENTRE_ESSAIS_MS = 86_400_000;

const OUVERTS = `select r.id, r.original from rendez_vous.rejet r
  where r.rejoue_le is null and r.original <> '' and (r.essaye_le is null or r.essaye_le < $1) and r.id > $2
    and r.code in ('PERSONNE_INCONNUE', 'PERSONNE_AMBIGUE', 'ORGANISATION_INCONNUE', 'ORGANISATION_AMBIGUE', 'AGENT_INCONNU', 'STATUT_INCONNU')
  order by r.id limit ${PAGE}`;

/** The kept messages whose cause is gone: the CAF has brought the person, the organisation or the role of the agent has come, the Département has said what
 * the status means. What only an agent can settle (PERSONNE_AMBIGUE) is looked at again when people are made one. What they say is given by the caller, who
 * holds the key. */
const LEVES = `with ouvert as (
    select r.id, r.code, r.partenaire, r.departement, r.cree_le, d.data from jsonb_to_recordset($2::jsonb) d (id uuid, data jsonb)
    join rendez_vous.rejet r on r.id = d.id),
  usager as (
    select o.id, o.partenaire, u.u from ouvert o cross join lateral jsonb_array_elements(o.data -> 'usagers') u (u) where o.code like 'PERSONNE%'),
  connu as (
    select u.id from usager u join allocataires.identifiant i on i.type = 'MATRICULE_CAF'
        and ltrim(i.valeur, '0') = ltrim(trim(u.u ->> 'matricule'), '0')
      join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire
        and a.date_naissance::text = u.u ->> 'naissance'
      where i.departement = any (array(select distinct departement from allocataires.organisme)) and i.valeur = any (array(
        select distinct f from usager x cross join lateral (values (trim(x.u ->> 'matricule')), (ltrim(trim(x.u ->> 'matricule'), '0')),
          (lpad(ltrim(trim(x.u ->> 'matricule'), '0'), 7, '0'))) f (f)))
    union select u.id from usager u cross join lateral jsonb_array_elements_text(u.u -> 'empreintes') e (hex)
      join allocataires.identifiant i on i.type in ('MATRICULE_MSA', 'NIR') and i.empreinte = decode(e.hex, 'hex')
      join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire and a.date_naissance::text = u.u ->> 'naissance'
      where i.departement = any (array(select distinct departement from allocataires.organisme))
    union select u.id from usager u join rendez_vous.personne_externe e on e.systeme = u.partenaire and e.identifiant = u.u ->> 'id'
      where e.allocataire is not null)
  select o.id from ouvert o where exists (select from connu c where c.id = o.id)
    or (o.code like 'ORGANISATION%' and exists (select from rendez_vous.organisation_externe e where e.systeme = o.partenaire
      and e.identifiant = o.data ->> 'organisation' and e.organisme is not null))
    or (o.code = 'AGENT_INCONNU' and exists (select from rendez_vous.agent_externe e where e.systeme = o.partenaire and e.identifiant = o.data ->> 'agent'))
    or (o.code = 'STATUT_INCONNU' and exists (select from rendez_vous.correspondance_statut c
      where c.departement = o.departement and c.systeme = o.partenaire and o.data -> 'statuts' ? c.code))
  order by o.cree_le, o.id limit $1`;

/** One round. Returns how many were applied. */
export async function rejouerLesLeves(client: pg.ClientBase, options: SuiteDesRejets): Promise<number> {
  const { databaseUrl, clock, cleNir } = options;
  const maintenant = clock.now();
  const leves = await lesLeves(client, options, new Date(maintenant.getTime() - ENTRE_ESSAIS_MS));
  if (leves.length === 0) return 0;
  await client.query("update rendez_vous.rejet set essaye_le = $2 where id = any($1::uuid[])", [leves, maintenant]);
  const { compteurs } = await rejouerRejets(leves, { ownerUrl: databaseUrl, now: () => clock.now(), cleNir });
  return compteurs.appliques;
}

/** Ids of what can be replayed now, at most LOT: the originals are opened a page at a time, here and nowhere else. */
async function lesLeves(client: pg.ClientBase, { cleNir }: SuiteDesRejets, avant: Date): Promise<string[]> {
  const leves: string[] = [];
  let apres = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await client.query<{ id: string; original: string }>(OUVERTS, [avant, apres]);
    // Where nobody holds the key, only what an earlier version kept in clear is looked at.
    const lisibles = cleNir ? rows : rows.filter(({ original }) => !original.startsWith(MARQUE));
    const dits = lisibles.map(({ id, original }) => ({ id, data: causeDuRejet(corpsGarde(original, cleNir)) }));
    if (dits.length > 0) leves.push(...(await client.query<{ id: string }>(LEVES, [LOT, JSON.stringify(dits)])).rows.map((row) => row.id));
    if (rows.length < PAGE || leves.length >= LOT) return leves.slice(0, LOT);
    apres = rows.at(-1)!.id;
  }
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
