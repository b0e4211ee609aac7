/** The search of offers by the ranking table, for servers without rights: the same relevance, ranks and order as the hub's.
 * @param zones expression of type text[].  @param proximites expression of type float8[].
 * Reads a relation `critere(critere, departement, parcours, ages, cles)`; gives `classee(critere, offre, score, zone)`. */
export const classement = (zones: string, proximites: string, nombre: string): string => `
  select c.critere, o.offre, o.score, o.zone
  from critere c
  cross join lateral (
    select offre, max(score) as score, (array_agg(zone order by pertinence desc, zone))[1] as zone
    from (
      select offre, zone, pertinence, pertinence * 2 / (1 + row_number() over (partition by cle order by pertinence desc, offre)) as score
      from (
        select distinct on (k.cle, i.offre) k.cle, i.offre, z.zone, 0.5 * i.qualite + 0.5 * z.proximite as pertinence
        from unnest(c.cles) k(cle) cross join unnest(${zones}, ${proximites}) z(zone, proximite)
        cross join lateral (
          select i.offre, i.qualite from offre_insertion.proposition i
          where i.cle = k.cle and i.zone = z.zone and i.ages & c.ages <> 0 and (i.departement is null or (i.departement = c.departement
            and not exists (select from offre_insertion.pdie x where x.offre = i.offre
              and (x.places_occupees >= x.places_financees or (x.parcours <> '{}' and c.parcours is not null and c.parcours <> all(x.parcours))))))
          order by i.qualite desc, i.offre limit ${nombre}
        ) i
        order by k.cle, i.offre, pertinence desc, z.zone
      ) meilleure
    ) classee
    group by offre order by score desc, count(*) desc, offre limit ${nombre}
  ) o`;

/** Age classes of a person (rule of offre/age-et-public.ts). */
export const CLASSES_D_AGE = (naissance: string, jour: string): string =>
  `case when date_part('year', age(${jour}::date, ${naissance})) <= 30 then 3 when date_part('year', age(${jour}::date, ${naissance})) >= 50 then 6 else 2 end`;
