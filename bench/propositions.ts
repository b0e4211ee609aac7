/** The search of offers by the ranking table, for servers without rights: the relevance, ranks, order and shared lists of the hub for somebody
 * without past prescription, frein of language, weights, sessions or missing hours (docs/performance.md says what differs).
 * @param zones expression of type text[].  @param proximites expression of type float8[].
 * CTEs that follow `critere(critere, departement, parcours, ages, cles)`; the last is `proposee(critere, offre, zone, place)`. */
export const classement = (zones: string, proximites: string, nombre: string): string => `
  besoin as materialized (
    select c.critere, k.cle, c.departement, c.parcours, c.ages, dense_rank() over (order by c.departement, c.parcours, c.ages, k.cle) as liste
    from critere c cross join unnest(c.cles) k(cle)),
  classee as materialized (
    select liste, offre, zone, pertinence, pertinence * 2 / (1 + place) as score from (
    select l.liste, r.offre, r.zone, r.pertinence, row_number() over (partition by l.liste order by r.pertinence desc, r.offre) as place
    from (select distinct on (liste) * from besoin order by liste) l
    cross join lateral (
      select distinct on (i.offre) i.offre, z.zone, 0.5 * i.qualite + 0.5 * z.proximite as pertinence
      from unnest(${zones}, ${proximites}) z(zone, proximite)
      cross join lateral (
        select i.offre, i.qualite from offre_insertion.proposition i
        where i.cle = l.cle and i.zone = z.zone and i.ages & l.ages <> 0 and (i.departement is null or (i.departement = l.departement
          and not exists (select from offre_insertion.pdie x where x.offre = i.offre
            and (x.places_occupees >= x.places_financees or (x.parcours <> '{}' and l.parcours is not null and l.parcours <> all(x.parcours))))))
        order by i.qualite desc, i.offre limit ${nombre}
      ) i
      order by i.offre, pertinence desc, z.zone
    ) r) rangee where place <= ${nombre}),
  proposee as materialized (
    select * from (
      select critere, offre, zone, row_number() over (partition by critere order by score desc, freins desc, offre) as place
      from (
        select b.critere, r.offre, max(r.score) as score, count(*) as freins, (array_agg(r.zone order by r.pertinence desc, r.zone))[1] as zone
        from besoin b join classee r on r.liste = b.liste group by b.critere, r.offre
      ) reunie) placee where place <= ${nombre})`;

/** Age classes of a person (rule of offre/age-et-public.ts). */
export const CLASSES_D_AGE = (naissance: string, jour: string): string =>
  `case when date_part('year', age(${jour}::date, ${naissance})) <= 30 then 3 when date_part('year', age(${jour}::date, ${naissance})) >= 50 then 6 else 2 end`;
