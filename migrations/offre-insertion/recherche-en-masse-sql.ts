const PRESENTIEL = "(s.longitude is not null and s.latitude is not null and coalesce('en-presentiel' = any (s.modes_accueil), false))";
const SUR_PLACE = "(s.longitude is not null and s.latitude is not null and coalesce('a-distance' <> all (s.modes_accueil), false))";

const valeurs = (lettre: string, colonne: string) =>
  `|| array(select left('${lettre}' || x, 300) from unnest(s.${colonne}) x where x is not null)`;

/** What `jetons_de` gave, as an expression on `offre_insertion.service s`: a function called for each row cost four times as much. */
const JETONS = `array_to_tsvector(array_remove(array['*',
    left('y' || s.type, 300), left('f' || s.frais, 300), left('o' || s.origine, 300), left('v' || s.dispositif, 300), left('s' || s.structure, 300),
    'q' || floor(s.score_qualite * 20), case when s.doublon_de is null then 'u' end, case when s.departement is not null then 'l' end,
    case when 'france' = any (s.zones) then 'n' || case when ${SUR_PLACE} then floor(s.latitude * 2) || '/' || floor(s.longitude * 2) else '' end end,
    case when ${PRESENTIEL} then 'g' || floor(s.latitude * 10) || '/' || floor(s.longitude * 10) end,
    case when ${PRESENTIEL} then 'h' || floor(s.latitude * 2) || '/' || floor(s.longitude * 2) end]
  ${valeurs("t", "thematiques")} ${valeurs("k", "cles")} ${valeurs("p", "publics")} ${valeurs("m", "modes_accueil")} ${valeurs("z", "zones")}, null))`;

const LIBELLES = (referentiel: string, colonne: string, texte: string) =>
  `(select string_agg(coalesce(${texte}, j), ' ') from unnest(s.${colonne}) j
    left join offre_insertion.libelle l on l.referentiel = '${referentiel}' and l.code = j)`;

/** Words of a text, without accents nor empty words. `unaccent` reads a table once; \`translate\` reads its own again at each letter. */
export const MOTS_DE = `
  create function offre_insertion.mots_de(texte text) returns tsvector language sql stable parallel safe as $$
    select to_tsvector('offre_insertion.francais', regexp_replace(lower(public.unaccent('public.unaccent',
      case when texte is nfc normalized then texte else normalize(texte, nfc) end)), '[^a-z0-9]+', ' ', 'g'))
  $$;
  comment on function offre_insertion.mots_de is 'Mots d’un texte, sans accents ni mots vides, tels que l’index des offres les garde.';`;

/** The same index as before, written faster. */
export const INDEXER_EN_MASSE = `
  create or replace function offre_insertion.indexer_filtres(offres text[]) returns void language plpgsql as $$
  declare
    revenues text[];
  begin
    delete from offre_insertion.recherche r using offre_insertion.service s where r.offre = s.id and s.id = any (offres) and s.retiree_le is not null;
    update offre_insertion.recherche r set (ordre_qualite, ordre_fraicheur, valide_du, valide_au, jetons) =
        (-s.score_qualite, -(s.date_maj - date '2000-01-01'), s.valide_du, s.valide_au, ${JETONS})
      from offre_insertion.service s where s.id = r.offre and r.offre = any (offres);
    select array_agg(s.id) into revenues from offre_insertion.service s
      where s.id = any (offres) and s.retiree_le is null and not exists (select from offre_insertion.recherche r where r.offre = s.id);
    if revenues is not null then perform offre_insertion.indexer_recherche(revenues); end if;
  end $$;
  create or replace function offre_insertion.indexer_recherche(offres text[]) returns void language plpgsql as $$
  declare
    masse boolean := coalesce(array_length(offres, 1), 0) >= 1000;
  begin
    -- One at a time: two imports that count the same words in another order would wait for each other.
    perform pg_advisory_xact_lock(4219020);
    -- Many offers enter the index together, sorted in memory, rather than a few megabytes at a time.
    if masse then
      perform set_config('gin_pending_list_limit', '256MB', true), set_config('maintenance_work_mem', '256MB', true), set_config('work_mem', '32MB', true);
    end if;
    delete from offre_insertion.recherche r where r.offre = any (offres);
    insert into offre_insertion.recherche (offre, departement, ordre_qualite, ordre_fraicheur, longitude, latitude, presentiel, sur_place,
        places_suivies, valide_du, valide_au, jetons, titre, mots)
      select s.id, s.departement, -s.score_qualite, -(s.date_maj - date '2000-01-01'), s.longitude, s.latitude, ${PRESENTIEL}, ${SUR_PLACE},
        s.origine <> 'DATA_INCLUSION', s.valide_du, s.valide_au, ${JETONS},
        array_to_tsvector(array(select 'a' || a from unnest(tsvector_to_array(x.nom)) a
          union all select 'b' || b from unnest(tsvector_to_array(ts_delete(x.titre, tsvector_to_array(x.nom)))) b)),
        strip(x.nom || x.titre || offre_insertion.mots_de(concat_ws(' ', s.description, s.conditions_acces, s.publics_precisions,
          ${LIBELLES("publics", "publics", "l.libelle")})))
      from offre_insertion.service s join offre_insertion.structure t on t.id = s.structure
      cross join lateral (select strip(offre_insertion.mots_de(s.nom)) as nom,
        strip(offre_insertion.mots_de(concat_ws(' ', t.nom, s.commune, s.type,
          ${LIBELLES("thematiques", "thematiques", "l.libelle || ' ' || split_part(j, '--', 1)")}))) as titre offset 0) x
      where s.id = any (offres) and s.retiree_le is null;
    -- What waits to enter the index is read whole by each search.
    perform gin_clean_pending_list('offre_insertion.recherche_filtres'), gin_clean_pending_list('offre_insertion.mot_trigrammes');
    if masse then analyze offre_insertion.recherche, offre_insertion.mot; end if;
  end $$;`;
