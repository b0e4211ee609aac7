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

/** Services of the structures of a group, with what compares them. `nombres`: the numbers of the name, « niveau 2 » is never « niveau 1 ».
 * `rang`: among the services of the structure that have the same name. */
const CANDIDATS = `create temp table candidat on commit drop as
  select x.*, array(select m[1] from regexp_matches(x.nom, '[0-9]+', 'g') m) as nombres,
    row_number() over (partition by x.structure, x.nom order by x.score desc, x.id) as rang
  from (select s.id, s.structure, g.chef, trim(offre_insertion.sans_accents(s.nom)) as nom, s.code_insee, s.score_qualite as score
    from offre_insertion.service s join groupe g on g.id = s.structure where s.retiree_le is null and s.departement is null) x;
  create index on candidat (chef); create index on candidat (structure, nom); analyze candidat;`;

/** Pairs of services of two structures, in one place (or a place that one of them does not give): the same name, or near names that neither has a twin
 * of in the other structure. Each is the closest of the other, so that a service has one partner at most in a structure, and none in its own. */
const LIENS = `create temp table lien on commit drop as
  with possible as (
    select a.id, a.structure, b.id as autre, b.structure as autre_structure, a.nom = b.nom as exacte, coalesce(a.code_insee = b.code_insee, false) as ici,
      a.rang = b.rang as meme_rang, public.similarity(a.nom, b.nom) as proximite
    from candidat a join candidat b on b.chef = a.chef and b.structure > a.structure
      and (a.code_insee = b.code_insee or a.code_insee is null or b.code_insee is null)
      and (a.nom = b.nom or a.nombres = b.nombres and public.similarity(a.nom, b.nom) >= 0.6
        and not exists (select from candidat j where j.structure = b.structure and j.nom = a.nom)
        and not exists (select from candidat j where j.structure = a.structure and j.nom = b.nom))),
  classee as (select id, autre,
      row_number() over (partition by id, autre_structure order by exacte desc, ici desc, meme_rang desc, proximite desc, autre) as pour_elle,
      row_number() over (partition by autre, structure order by exacte desc, ici desc, meme_rang desc, proximite desc, id) as pour_l_autre
    from possible),
  paire as (select id, autre from classee where pour_elle = 1 and pour_l_autre = 1)
  select id, autre from paire union all select autre, id from paire;
  create index on lien (id); analyze lien;
  create temp table choix on commit drop as
    select c.id, c.score, null::text as meilleure from candidat c where c.id in (select id from lien);
  create unique index on choix (id); analyze choix;`;

/** One round: of the services that are not decided, those that no undecided partner beats are the best of their group, and take their partners. */
const CHOISIR = `update choix c set meilleure = n.meilleure from (
    with libre as (select id, score from choix where meilleure is null),
    tete as (select l.id, l.score from libre l where not exists (
      select from lien p join libre m on m.id = p.autre where p.id = l.id and (m.score, l.id) > (l.score, m.id)))
    select id, id as meilleure from tete
    union all
    (select distinct on (p.id) p.id, t.id from lien p join tete t on t.id = p.autre join libre l on l.id = p.id order by p.id, t.score desc, t.id)) n
  where n.id = c.id`;

/** Each service names the best of its group; two of one structure never name the same. */
const SERVICES = `update offre_insertion.service s set doublon_de = nouvelle.doublon_de
  from (select s.id, case when c.meilleure <> s.id then c.meilleure end as doublon_de
    from offre_insertion.service s left join choix c on c.id = s.id where c.id is not null or s.doublon_de is not null) nouvelle
  where nouvelle.id = s.id and s.doublon_de is distinct from nouvelle.doublon_de`;

/** Signals the duplicates of the national catalogue, in the transaction of the caller: each but the best of its group names it (`doublon_de`). */
export async function signalerDoublons(client: pg.ClientBase): Promise<void> {
  await client.query(VIVANTES);
  await client.query(PAIRES);
  while (((await client.query(PROPAGER)).rowCount ?? 0) > 0);
  await client.query(STRUCTURES);
  // A search leaves duplicates out by its index, which follows `service` by itself (suivre_service).
  await client.query(CANDIDATS);
  await client.query(LIENS);
  while (((await client.query(CHOISIR)).rowCount ?? 0) > 0);
  await client.query(SERVICES);
  await client.query("drop table vivante, paire, groupe, candidat, lien, choix");
}
