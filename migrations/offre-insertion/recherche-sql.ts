const PRESENTIEL = "(s.longitude is not null and s.latitude is not null and coalesce('en-presentiel' = any (s.modes_accueil), false))";
const SUR_PLACE = `(s.longitude is not null and s.latitude is not null and coalesce('a-distance' <> all (s.modes_accueil), false))`;

/** How many of the touched offers carry each word, by département: anywhere, in their title, in their name. */
export const COMPTES = `select y.departement, y.mot, sum(y.n)::int as n, sum(y.titre)::int as titre, sum(y.nom)::int as nom from (
    select coalesce(t.departement, '') as departement, w.lexeme as mot, 1 as n, 0 as titre, 0 as nom from touchee t, unnest(t.mots) w
    union all
    select coalesce(t.departement, ''), substr(w.lexeme, 2), 0, 1, (left(w.lexeme, 1) = 'a')::int from touchee t, unnest(t.titre) w) y group by 1, 2`;

/** A letter and a value for each filter that an offer answers (recherche/jetons.ts reads them); places are cells of 0.1 and 0.5 degree. */
const JETONS = `
  create function offre_insertion.jetons_de(s offre_insertion.service) returns tsvector language sql stable as $$
    select array_to_tsvector(array_agg(distinct left(j, 300))) from (
      select '*' as j
      union all select 't' || x from unnest(s.thematiques) x
      union all select 'k' || x from unnest(s.cles) x
      union all select 'p' || x from unnest(s.publics) x
      union all select 'm' || x from unnest(s.modes_accueil) x
      union all select 'z' || x from unnest(s.zones) x
      union all select 'n' || case when ${SUR_PLACE} then floor(s.latitude * 2) || '/' || floor(s.longitude * 2) else '' end where 'france' = any (s.zones)
      union all select 'g' || floor(s.latitude * 10) || '/' || floor(s.longitude * 10) where ${PRESENTIEL}
      union all select 'h' || floor(s.latitude * 2) || '/' || floor(s.longitude * 2) where ${PRESENTIEL}
      union all select * from unnest(array['y' || s.type, 'f' || s.frais, 'o' || s.origine, 'v' || s.dispositif, 's' || s.structure,
        'q' || floor(s.score_qualite * 20), case when s.doublon_de is null then 'u' end, case when s.departement is not null then 'l' end])
    ) x where j is not null
  $$;`;

/** Who writes `service` calls indexer; the rest follows. */
export const INDEXER = `${JETONS}
  create function offre_insertion.indexer_filtres(offres text[]) returns void language plpgsql as $$
  declare
    revenues text[];
  begin
    delete from offre_insertion.recherche r using offre_insertion.service s where r.offre = s.id and s.id = any (offres) and s.retiree_le is not null;
    update offre_insertion.recherche r set (ordre_qualite, ordre_fraicheur, valide_du, valide_au, jetons) =
        (-s.score_qualite, -(s.date_maj - date '2000-01-01'), s.valide_du, s.valide_au, offre_insertion.jetons_de(s))
      from offre_insertion.service s where s.id = r.offre and r.offre = any (offres);
    select array_agg(s.id) into revenues from offre_insertion.service s
      where s.id = any (offres) and s.retiree_le is null and not exists (select from offre_insertion.recherche r where r.offre = s.id);
    if revenues is not null then perform offre_insertion.indexer_recherche(revenues); end if;
  end $$;
  create function offre_insertion.indexer_recherche(offres text[]) returns void language plpgsql as $$
  begin
    -- One at a time: two imports that count the same words in another order would wait for each other.
    perform pg_advisory_xact_lock(4219020);
    delete from offre_insertion.recherche r where r.offre = any (offres);
    insert into offre_insertion.recherche (offre, departement, ordre_qualite, ordre_fraicheur, longitude, latitude, presentiel, sur_place,
        places_suivies, valide_du, valide_au, jetons, titre, mots)
      select s.id, s.departement, -s.score_qualite, -(s.date_maj - date '2000-01-01'), s.longitude, s.latitude, ${PRESENTIEL}, ${SUR_PLACE},
        s.origine <> 'DATA_INCLUSION', s.valide_du, s.valide_au, offre_insertion.jetons_de(s),
        array_to_tsvector(array(select 'a' || a from unnest(x.nom) a
          union all (select 'b' || b from unnest(x.titre) b except select 'b' || a from unnest(x.nom) a))),
        array_to_tsvector(x.nom) || array_to_tsvector(x.titre) || strip(to_tsvector('offre_insertion.francais', offre_insertion.sans_accents(
          concat_ws(' ', s.description, s.conditions_acces, s.publics_precisions, x.publics))))
      from offre_insertion.service s join offre_insertion.structure t on t.id = s.structure
      cross join lateral (select
        tsvector_to_array(to_tsvector('offre_insertion.francais', offre_insertion.sans_accents(s.nom))) as nom,
        tsvector_to_array(to_tsvector('offre_insertion.francais', offre_insertion.sans_accents(concat_ws(' ', t.nom, s.commune, s.type,
          (select string_agg(coalesce(l.libelle || ' ' || split_part(j, '--', 1), j), ' ') from unnest(s.thematiques) j
            left join offre_insertion.libelle l on l.referentiel = 'thematiques' and l.code = j))))) as titre,
        (select string_agg(coalesce(l.libelle, j), ' ') from unnest(s.publics) j
          left join offre_insertion.libelle l on l.referentiel = 'publics' and l.code = j) as publics
        offset 0) x
      where s.id = any (offres) and s.retiree_le is null;
    -- What waits to enter the index is read whole by each search.
    perform gin_clean_pending_list('offre_insertion.recherche_filtres'), gin_clean_pending_list('offre_insertion.mot_trigrammes');
    if array_length(offres, 1) >= 1000 then analyze offre_insertion.recherche, offre_insertion.mot; end if;
  end $$;
  create function offre_insertion.indexer_propositions(offres text[]) returns void language sql as $$
    delete from offre_insertion.proposition where offre = any(offres);
    insert into offre_insertion.proposition (cle, zone, qualite, offre, departement, ages)
      select distinct cle, zone, s.score_qualite * case when s.public_a_verifier then 0.6 else 1 end, s.id, s.departement, s.ages
      from offre_insertion.service s, unnest(s.cles) cle, unnest(s.zones_proposition) zone where s.id = any(offres);
  $$;
  create or replace function offre_insertion.indexer(offres text[]) returns void language sql as $$
    select offre_insertion.indexer_propositions(offres);
    select offre_insertion.indexer_recherche(offres);
  $$;
  comment on function offre_insertion.indexer is 'Recalcule la recherche et les propositions de ces offres. À appeler par tout import qui écrit dans service.';
`;
