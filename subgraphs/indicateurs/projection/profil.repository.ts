import type pg from "pg";
import type { PublishedEvent } from "../../shared/event-follower";
import { TABLES } from "./table";

/** Events after which the classes of a person may be others. */
const CHANGENT: ReadonlySet<string> = new Set(["EntreeDispositif", "AllocataireModifie", "DossierModifie", "DiagnosticEnregistre"]);
const REUNISSENT: ReadonlySet<string> = new Set(["AllocatairesFusionnes", "AllocatairesSepares"]);

const COLONNES = TABLES.profil.deduites;
const LU = `touchee as (select distinct * from unnest($1::text[], $2::uuid[]) as x (departement, allocataire)), lu as materialized (
    select p.* from publie.profil_statistique p join touchee using (departement, allocataire))`;

/** $1 départements, $2 people, $3 day of knowledge. Who is no longer a person of her own (merged) keeps no profile. */
const LIRE = `with ${LU}, otee as (
    delete from indicateurs.profil t using touchee x where t.departement = x.departement and t.allocataire = x.allocataire
      and not exists (select from lu l where l.departement = t.departement and l.allocataire = t.allocataire))
  insert into indicateurs.profil as t (departement, allocataire, ${COLONNES.join(", ")}, connu_depuis)
    select departement, allocataire, ${COLONNES.join(", ")}, $3::date from lu
  on conflict (departement, allocataire) do update set ${COLONNES.map((c) => `${c} = excluded.${c}`).join(", ")}, connu_depuis = excluded.connu_depuis
  where row(${COLONNES.map((c) => `t.${c}`).join(", ")}) is distinct from row(${COLONNES.map((c) => `excluded.${c}`).join(", ")})`;

function touchees(events: readonly PublishedEvent[]): Map<string, { departement: string; allocataire: string }> {
  const people = new Map<string, { departement: string; allocataire: string }>();
  const toucher = (departement: string, allocataire: string) => people.set(`${departement} ${allocataire}`, { departement, allocataire });
  for (const { type, departement, allocataire, donnees } of events) {
    if (departement === null || allocataire === null || !(CHANGENT.has(type) || REUNISSENT.has(type))) continue;
    toucher(departement, allocataire);
    for (const membre of (donnees.membres as string[] | undefined) ?? []) toucher(departement, membre);
    if (REUNISSENT.has(type)) toucher(departement, donnees.fusionnee);
  }
  return people;
}

/** Reads the classes of the people whom events touch. They are values of a person, which no event carries: they are read as they are when the
 * event is, and known from its day. A rebuilding does not read them again. */
export async function lireProfils(client: pg.ClientBase, events: readonly PublishedEvent[], jour: string): Promise<void> {
  const people = [...touchees(events).values()];
  if (people.length === 0) return;
  const values = [people.map((p) => p.departement), people.map((p) => p.allocataire), jour];
  await client.query({ name: "lire-profils", text: LIRE, values });
}
