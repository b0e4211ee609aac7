import type pg from "pg";

/** Members of cohorts are not facts: a rebuilding of the projection leaves them as they are. They follow people who are merged, separated or erased. */

interface Reunion {
  departement: string;
  fusion: string;
  fusionnee: string;
  gardee: string;
}

/** Of two records that become one person, the one that stays is in the cohorts of both; the other one is written as gone. */
export async function reunirMembre(client: pg.ClientBase, { departement, fusion, fusionnee, gardee }: Reunion): Promise<void> {
  await client.query(
    `insert into indicateurs.cohorte_membre (departement, cohorte, allocataire, fusion)
     select departement, cohorte, $3, $4 from indicateurs.cohorte_membre where departement = $1 and allocataire = $2 on conflict do nothing`,
    [departement, fusionnee, gardee, fusion],
  );
  await client.query("update indicateurs.cohorte_membre set partie = $3 where departement = $1 and allocataire = $2", [
    departement,
    fusionnee,
    fusion,
  ]);
}

/** Whoever was a member by that merge only is not one any more. */
export async function separerMembre(client: pg.ClientBase, { departement, fusion, gardee }: Reunion): Promise<void> {
  await client.query("delete from indicateurs.cohorte_membre where departement = $1 and allocataire = $2 and fusion = $3", [
    departement,
    gardee,
    fusion,
  ]);
  await client.query("update indicateurs.cohorte_membre set partie = null where departement = $1 and partie = $2", [departement, fusion]);
}

/** Who is erased stays counted, under the id that her facts take. Three parallel lists. */
export async function anonymiserMembres(
  client: pg.ClientBase,
  departements: readonly string[],
  personnes: readonly string[],
  nouvelles: readonly string[],
): Promise<void> {
  await client.query("select indicateurs.anonymiser_membres($1::text[], $2::uuid[], $3::uuid[])", [departements, personnes, nouvelles]);
}

/** Who opposed to being evaluated leaves the cohorts, and their size says so. */
export async function retirerOpposees(client: pg.ClientBase, departements: readonly string[], personnes: readonly string[]): Promise<void> {
  await client.query(
    `with retiree as (
       delete from indicateurs.cohorte_membre m using unnest($1::text[], $2::uuid[]) as x (departement, personne)
       where m.departement = x.departement and m.allocataire = x.personne returning m.departement, m.cohorte, m.partie
     ), compte as (select departement, cohorte, count(*)::int as n from retiree where partie is null group by 1, 2)
     update indicateurs.cohorte c set effectif = greatest(c.effectif - k.n, 0) from compte k where c.departement = k.departement and c.code = k.cohorte`,
    [departements, personnes],
  );
}
