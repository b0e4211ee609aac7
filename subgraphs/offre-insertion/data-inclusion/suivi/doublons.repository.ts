import type pg from "pg";

/** When two structures of the national catalogue are one, each as the pairs that it links. A pair is enough: groups are what pairs reach. */
const REGLES: readonly { nom: string; paires: string }[] = [
  {
    nom: "même SIRET",
    paires: `select s.id, first_value(s.id) over (partition by s.siret order by s.id) as autre from vivante s where s.siret is not null`,
  },
  {
    nom: "même nom, même commune, deux sources",
    paires: `select a.id, b.id as autre from vivante a join vivante b on b.nom = a.nom and b.code_insee = a.code_insee and b.source > a.source`,
  },
  {
    nom: "même nom, à moins de deux cents mètres, deux sources",
    paires: `select a.id, b.id as autre from vivante a join vivante b on b.nom = a.nom and b.source > a.source
      and b.latitude between a.latitude - 0.002 and a.latitude + 0.002
      and offre_insertion.distance_km(a.longitude, a.latitude, b.longitude, b.latitude) <= 0.2`,
  },
];

const VIVANTES = `create temp table vivante on commit drop as
  select s.id, s.source, nullif(s.siret, '') as siret, trim(offre_insertion.sans_accents(s.nom)) as nom, s.code_insee, s.longitude, s.latitude
  from offre_insertion.structure s where s.departement is null and s.retiree_le is null;
  create index on vivante (nom);`;

const PAIRES = `create temp table paire on commit drop as
  select distinct id, autre from (${REGLES.map(({ paires }) => `(${paires})`).join(" union all ")}) p where id <> autre;
  create temp table groupe on commit drop as
  select x.id, x.id as chef from (select id from paire union select autre from paire) x;
  create unique index on groupe (id); analyze paire; analyze groupe;`;

/** One step of the spreading of the least id of each group along the pairs. */
const PROPAGER = `update groupe g set chef = m.chef
  from (select x.id, min(y.chef) as chef
    from (select id, autre from paire union all select autre, id from paire) x join groupe y on y.id = x.autre group by x.id) m
  where m.id = g.id and m.chef < g.chef`;

/** The best record of a group: highest score (of a structure: mean of its services), then id. */
const STRUCTURES = `with classee as (
    select g.id, first_value(g.id) over (partition by g.chef order by n.score desc nulls last, g.id) as meilleure
    from groupe g left join (
      select structure, avg(score_qualite) as score from offre_insertion.service
      where retiree_le is null and structure in (select id from groupe) group by structure) n on n.structure = g.id)
  update offre_insertion.structure s set doublon_de = nouvelle.doublon_de
  from (select s.id, case when c.meilleure <> s.id then c.meilleure end as doublon_de
    from offre_insertion.structure s left join classee c on c.id = s.id where c.id is not null or s.doublon_de is not null) nouvelle
  where nouvelle.id = s.id and s.doublon_de is distinct from nouvelle.doublon_de`;

/** Services of two structures of a group, with near names, in one place (or a place that one of them does not give): those of the best record that is
 * near enough. A service is never a duplicate of another one of its own structure. */
const SERVICES = `with recursive candidat as (
    select s.id, s.structure, g.chef, trim(offre_insertion.sans_accents(s.nom)) as nom, s.code_insee, s.score_qualite as score
    from offre_insertion.service s join groupe g on g.id = s.structure where s.retiree_le is null and s.departement is null),
  proche as (
    select a.id, b.id as autre, b.score
    from candidat a join candidat b on b.chef = a.chef and b.structure <> a.structure and (b.score, a.id) > (a.score, b.id)
      and (a.code_insee = b.code_insee or a.code_insee is null or b.code_insee is null)
      and (a.nom = b.nom or public.similarity(a.nom, b.nom) >= 0.6)),
  meilleure as (select distinct on (id) id, autre from proche order by id, score desc, autre),
  -- A better record that is itself a duplicate gives way to its own: scores only rise on the way, which ends.
  suite as (select id, autre from meilleure union all select s.id, m.autre from suite s join meilleure m on m.id = s.autre),
  retenue as (select s.id, s.autre from suite s where not exists (select from meilleure m where m.id = s.autre))
  update offre_insertion.service s set doublon_de = nouvelle.autre
  from (select s.id, r.autre from offre_insertion.service s left join retenue r on r.id = s.id where r.id is not null or s.doublon_de is not null) nouvelle
  where nouvelle.id = s.id and s.doublon_de is distinct from nouvelle.autre`;

/** Signals the duplicates of the national catalogue, in the transaction of the caller: each but the best of its group names it (`doublon_de`). */
export async function signalerDoublons(client: pg.ClientBase): Promise<void> {
  await client.query(VIVANTES);
  await client.query(PAIRES);
  while (((await client.query(PROPAGER)).rowCount ?? 0) > 0);
  await client.query(STRUCTURES);
  // A search leaves duplicates out by its index, which follows `service` by itself (suivre_service).
  await client.query(SERVICES);
  await client.query("drop table vivante, paire, groupe");
}
