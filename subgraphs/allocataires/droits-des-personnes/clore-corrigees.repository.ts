import type pg from "pg";
import { ditesSql } from "../provenance/recomposer.repository";

const ATTENDUES = `select distinct d.departement, d.allocataire as id from allocataires.demande_de_droits d
    where d.statut = 'A_LA_SOURCE' and d.contestees is not null`;

/** A source that says another value than the contested one has answered: the request is accepted, and who had received the wrong value is told.
 * What the source withdraws without saying another value is closed by hand. */
const CLORE = `with ${ditesSql(ATTENDUES, { toutes: true })}, corrigee as (
    select distinct on (d.departement, d.id) d.departement, d.id, k.source, k.collectee_le
    from allocataires.demande_de_droits d
    join dite k on k.departement = d.departement and k.allocataire = d.allocataire and k.champ = any (d.champs)
      and k.retenue and k.source in ('CAF', 'MSA', 'FRANCE_TRAVAIL') and k.valeur is distinct from d.contestees -> k.champ
    where d.statut = 'A_LA_SOURCE' and d.contestees is not null
    order by d.departement, d.id, k.collectee_le desc
  ), close as (
    update allocataires.demande_de_droits d set statut = 'ACCEPTEE', statuee_le = ($1::timestamptz at time zone 'Europe/Paris')::date,
      motif_decision = 'La source (' || replace(c.source, '_', ' ') || ') dit une autre valeur depuis le ' || to_char(c.collectee_le at time zone 'Europe/Paris', 'DD/MM/YYYY') || '.'
    from corrigee c where d.departement = c.departement and d.id = c.id
    returning d.departement, d.id, d.allocataire, d.nature, d.traitements, d.coordonnees
  ), dit as (
    insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
    select e.type, c.departement, c.allocataire, e.donnees, $1 from close c
    cross join lateral (values
      (1, 'DemandeDeDroitsStatuee', jsonb_build_object('demande', c.id, 'nature', c.nature, 'statut', 'ACCEPTEE', 'traitements', c.traitements, 'champs', c.coordonnees)),
      (2, 'DonneeRectifiee', jsonb_build_object('demande', c.id, 'champs', c.coordonnees))) e (rang, type, donnees)
    order by c.id, e.rang
  )
  select departement, id from close`;

/** Closes the rectifications that their source made. One statement, whatever their number. `client`: the owner's connection. */
export async function cloreLesCorrigees(client: pg.ClientBase, maintenant: Date): Promise<{ departement: string; id: string }[]> {
  return (await client.query<{ departement: string; id: string }>(CLORE, [maintenant])).rows;
}

const ENVOYEES = `update allocataires.demande_de_droits d set envoyee_le = x.le, envoyee_a = x.destinataire
  from jsonb_to_recordset($2::jsonb) x (demande uuid, le timestamptz, destinataire text)
  where d.departement = $1 and d.id = x.demande and d.envoyee_le is null`;

const OUVERTES = `select d.id from allocataires.demande_de_droits d
  where d.departement = $1 and d.id = any ($2::uuid[]) and d.statut = 'A_LA_SOURCE'`;

/** The payer was asked: when, and which one. Returns the requests that still wait for it; nothing of a person is read. */
export async function noterEnvoyees(
  client: pg.ClientBase,
  departement: string,
  envoyees: readonly { demande: string; le: Date; destinataire: string }[],
): Promise<Set<string>> {
  await client.query(ENVOYEES, [departement, JSON.stringify(envoyees)]);
  const { rows } = await client.query<{ id: string }>(OUVERTES, [departement, envoyees.map(({ demande }) => demande)]);
  return new Set(rows.map(({ id }) => id));
}
