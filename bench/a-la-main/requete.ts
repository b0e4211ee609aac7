import { COMMUNE, DEPARTEMENT, OFFRES, PERIODE, PERSONNES, RENDEZ_VOUS, SEMAINE } from "../demande";
import { CLASSES_D_AGE, classement } from "../propositions";

// $1 today (date) · $2 now (timestamptz) · $3 zones · $4 proximities · $5 categories when no frein is known (jsonb) · $6 names (jsonb)

/** The people of the page, with what the search of offers must know of each. */
const PERSONNE = `page as materialized (
    select a.id, a.nom, a.date_naissance, row_number() over (order by a.nom_tri, a.id) as rang
    from allocataires.allocataire a where a.departement = '${DEPARTEMENT}' and a.code_insee = '${COMMUNE}' and a.canonique is null
    order by a.nom_tri, a.id limit ${PERSONNES}
  ), personne as materialized (
    select q.*, dense_rank() over (order by q.parcours, q.ages, q.freins) as critere from (
      select p.id, p.nom, p.rang, o.allocataire is not null as orientee, o.parcours, l.libelle, l.categorie, g.nom as organisme,
        coalesce(f.freins, '{}') as freins, ${CLASSES_D_AGE("p.date_naissance", "$1")} as ages
      from page p
      left join allocataires.orientation o on o.departement = '${DEPARTEMENT}' and o.allocataire = p.id and o.statut = 'DECIDEE' and o.close_le is null
      left join allocataires.parcours_local l on l.departement = '${DEPARTEMENT}' and l.code = o.parcours
      left join allocataires.organisme g on g.id = o.organisme
      left join lateral (
        select array_agg(c.frein order by c.frein) as freins
        from (select d.id from allocataires.diagnostic d where d.departement = '${DEPARTEMENT}' and d.allocataire = p.id
          order by d.etabli_le desc, d.recue_le desc, d.id limit 1) d
        join allocataires.contrainte c on c.departement = '${DEPARTEMENT}' and c.diagnostic = d.id
        where c.levee_le is null and c.impact <> 'AUCUN') f on true) q
  )`;

/** Why an offer is proposed, in the hub's sentences. */
const POURQUOI = `case when c.par_frein
      then array(select 'Lève le frein « ' || ($6::jsonb #>> array['freins', k.cle]) || ' » repéré au diagnostic'
        from unnest(c.cles) with ordinality k(cle, rang) where k.cle = any(s.cles) order by k.rang)
      else array['Aucun frein connu : proposée' || coalesce(' pour ' || ($6::jsonb #>> array['parcours', c.categorie]), '') || ' ('
        || array_to_string(array(select coalesce($6::jsonb #>> array['categories', k.cle], k.cle)
          from unnest(c.cles) with ordinality k(cle, rang) where k.cle = any(s.cles) order by k.rang), ', ') || ')'] end
    || array_remove(array[
      $6::jsonb #>> array['zones', o.zone],
      case when 'en-presentiel' = any(s.modes_accueil) then 'À environ '
        || replace(trim_scale(round(offre_insertion.distance_km(v.longitude, v.latitude, s.longitude, s.latitude)::numeric, 1))::text, '.', ',') || ' km' end,
      case when not s.publics && '{tous-publics,beneficiaires-des-minimas-sociaux,demandeurs-emploi}' then 'Public à vérifier : '
        || nullif(array_to_string(array(select $6::jsonb #>> array['publics', u.code] from unnest(s.publics) with ordinality u(code, rang)
          where u.code not in ('jeunes', 'seniors') order by u.rang), ', '), '') end,
      case x.places_financees - x.places_occupees when 1 then 'Une place disponible'
        else (x.places_financees - x.places_occupees) || ' places disponibles' end], null)`;

const OFFRE = `critere as materialized (
    select distinct on (p.critere) p.critere, '${DEPARTEMENT}' as departement, p.parcours, p.categorie, p.ages, p.freins <> '{}' as par_frein,
      case when p.freins <> '{}' then p.freins
        else array(select jsonb_array_elements_text($5::jsonb -> coalesce(p.categorie, 'AUCUNE'))) end as cles
    from personne p order by p.critere
  ), ${classement("$3::text[]", "$4::float8[]", String(OFFRES))}, offre as materialized (
    select c.critere, json_agg(json_build_object('offre', json_build_object('nom', s.nom, 'structure', json_build_object('nom', t.nom)),
      'pourquoi', ${POURQUOI}) order by o.place) as offres
    from proposee o
    join critere c on c.critere = o.critere
    join offre_insertion.service s on s.id = o.offre
    join offre_insertion.structure t on t.id = s.structure
    left join offre_insertion.pdie x on x.offre = s.id and s.departement is not null
    left join offre_insertion.position_commune v on v.code_insee = '${COMMUNE}'
    group by c.critere
  )`;

const RENDEZ_VOUS_DE = `(select coalesce(json_agg(json_build_object('debut', to_char(r.debut at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'famille', r.famille,
      'participations', (select coalesce(json_agg(json_build_object('statut', case when n.statut = 'PREVU' and r.debut <= $2 then 'A_RENSEIGNER' else n.statut end)
        order by n.allocataire), '[]') from rendez_vous.participation n where n.departement = '${DEPARTEMENT}' and n.rendez_vous = r.id))
      order by r.debut desc, r.id), '[]')
    from (select r.id, r.debut, r.famille from rendez_vous.participation n
      join rendez_vous.rendez_vous r on r.departement = '${DEPARTEMENT}' and r.id = n.rendez_vous
      where n.departement = '${DEPARTEMENT}' and n.allocataire = p.id order by r.debut desc, r.id limit ${RENDEZ_VOUS}) r)`;

const HEURES = `json_build_object('realiseesMinutes', (
      select coalesce(sum(a.minutes), 0)::int from offre_insertion.activite a where a.departement = '${DEPARTEMENT}' and a.allocataire = p.id
        and a.date between '${SEMAINE.debut}' and '${SEMAINE.fin}' and a.statut in ('DECLAREE', 'CONFIRMEE')),
    'objectifMinutes', (select round(coalesce(m.heures_hebdomadaires, k.heures_hebdomadaires) * 60)::int from allocataires.contrat_engagement k
      left join lateral (select m.heures_hebdomadaires from allocataires.modulation m where m.departement = '${DEPARTEMENT}' and m.contrat = k.id
        and m.du <= $1::date and (m.au is null or m.au >= $1::date) order by m.du desc limit 1) m on true
      where k.departement = '${DEPARTEMENT}' and k.allocataire = p.id and k.statut = 'SIGNE' order by 1 desc nulls last limit 1))`;

const NOEUD = `json_build_object('nom', p.nom,
    'dates', coalesce((select json_build_object('ouvertureDroits', e.ouverture_droits, 'decisionOrientation', e.decision_orientation)
      from allocataires.entree e where e.departement = '${DEPARTEMENT}' and e.allocataire = p.id order by e.rang desc limit 1),
      '{"ouvertureDroits":null,"decisionOrientation":null}'),
    'orientation', case when p.orientee then json_build_object(
      'parcours', case when p.libelle is not null then json_build_object('libelle', p.libelle, 'categorie', p.categorie) end,
      'organisme', case when p.organisme is not null then json_build_object('nom', p.organisme) end) end,
    'rendezVous', ${RENDEZ_VOUS_DE},
    'offresProposees', coalesce(o.offres, '[]'),
    'contratEngagement', (select json_build_object('statut', k.statut) from allocataires.contrat_engagement k
      where k.departement = '${DEPARTEMENT}' and k.allocataire = p.id and k.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU')),
    'heuresActivite', ${HEURES},
    'consultations', json_build_object('totalCount', coalesce((select k.nombre from echanges.registre_compteur k
      where k.departement = '${DEPARTEMENT}' and k.allocataire = p.id), 0)))`;

/** The showcase query as one statement that gives the text of the answer. No rights, no journal, no merged person. */
export const A_LA_MAIN = `with ${PERSONNE}, ${OFFRE}
select json_build_object('data', json_build_object(
  'allocataires', json_build_object(
    'totalCount', (select count(*) from allocataires.allocataire a
      where a.departement = '${DEPARTEMENT}' and a.code_insee = '${COMMUNE}' and a.canonique is null),
    'nodes', (select coalesce(json_agg(${NOEUD} order by p.rang), '[]') from personne p left join offre o on o.critere = p.critere)),
  'indicateur', (select json_build_object('valeur', n, 'numerateur', n) from (select count(distinct e.allocataire) as n from indicateurs.entree e
    where e.departement = '${DEPARTEMENT}' and e.code_insee = '${COMMUNE}' and e.decision_orientation between '${PERIODE.debut}' and '${PERIODE.fin}'
      and e.decision_orientation < e.notification + interval '1 month') i)))::text as reponse`;
