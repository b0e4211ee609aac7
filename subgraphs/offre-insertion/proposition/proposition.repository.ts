import { defineLoader } from "../../shared/context";
import type { CategorieParcours } from "../../shared/contrat/enums";
import { isUuid } from "../../shared/page";
import { VISIBLE } from "../../shared/perimetre";
import type { Offre } from "../offre/offre";
import { COLONNES_OFFRE } from "../offre/offre.repository";
import { CATEGORIES_PAR_PARCOURS, type Criteres, type CriteresDeRecherche, criteresDeRecherche, type Trouvee } from "./proposition";

/** A person, what is known of her, and how many offers. */
export interface ClePropositions {
  personne: string;
  criteres: Criteres;
  nombre: number;
}

/** The N best offers of each distinct set of criteria.
 * Relevance of an offer for a frein = half the quality of its record, half how near its zone is. Its score = relevance × 2 / (1 + rank for this frein),
 * the best over the freins that it lifts: each frein is served in turn. The score falls with the rank, so the N first of each (frein, zone), read in
 * the index, hold the N first of all. A list (frein, zones, ages, parcours) is made once, however many people need it.
 * PDIE: of the person's département, open to her parcours, with a place left. */
const PROPOSER = `with ${VISIBLE},
  groupe as (
    select d.critere, v.departement, array_agg(distinct v.id) as personnes
    from unnest($1::uuid[], $2::int[]) d(id, critere) join visible v on v.id = d.id group by d.critere, v.departement),
  critere as materialized (
    select row_number() over () as rang, g.personnes, g.departement, c."codeInsee", c.parcours, c.ages, c.zones, c.proximites, l.categorie,
      c.freins <> '{}' as par_frein, case when c.freins <> '{}' then c.freins
        else array(select jsonb_array_elements_text($4::jsonb -> coalesce(l.categorie, 'AUCUNE'))) end as cles
    from groupe g
    join jsonb_to_recordset($3::jsonb) as c(rang int, "codeInsee" text, parcours text, freins text[], ages int, zones text[], proximites float8[])
      on c.rang = g.critere
    left join offre_insertion.parcours_local l on l.departement = g.departement and l.code = c.parcours),
  besoin as materialized (
    select c.rang, k.cle, c.departement, c.parcours, c.ages, c.zones, c.proximites,
      dense_rank() over (order by c.departement, c.parcours, c.ages, c.zones, k.cle) as liste
    from critere c cross join unnest(c.cles) k(cle)),
  classee as materialized (
    select liste, offre, zone, pertinence, pertinence * 2 / (1 + place) as score from (
    select l.liste, r.offre, r.zone, r.pertinence, row_number() over (partition by l.liste order by r.pertinence desc, r.offre) as place
    from (select distinct on (liste) * from besoin order by liste) l
    cross join lateral (
      select distinct on (i.offre) i.offre, z.zone, 0.5 * i.qualite + 0.5 * z.proximite as pertinence
      from unnest(l.zones, l.proximites) z(zone, proximite)
      cross join lateral (
        select i.offre, i.qualite from offre_insertion.proposition i
        where i.cle = l.cle and i.zone = z.zone and i.ages & l.ages <> 0 and (i.departement is null or (i.departement = l.departement
          and not exists (select from offre_insertion.pdie x where x.offre = i.offre
            and (x.places_occupees >= x.places_financees or (x.parcours <> '{}' and l.parcours is not null and l.parcours <> all(x.parcours))))))
        order by i.qualite desc, i.offre limit $5
      ) i
      order by i.offre, pertinence desc, z.zone
    ) r) rangee where place <= $5),
  proposee as (
    select *, row_number() over (partition by rang order by score desc, freins desc, offre) as place
    from (
      select b.rang, r.offre, max(r.score) as score, count(*) as freins, (array_agg(r.zone order by r.pertinence desc, r.zone))[1] as zone
      from besoin b join classee r on r.liste = b.liste group by b.rang, r.offre
    ) reunie)
  select c.personnes, c.par_frein as "parFrein", c.categorie, o.score, o.zone,
    array(select k.cle from unnest(c.cles) with ordinality k(cle, rang) where k.cle = any(s.cles) order by k.rang) as "clesTrouvees",
    case when 'en-presentiel' = any(s.modes_accueil) then round(
      offre_insertion.distance_km(p.longitude, p.latitude, s.longitude, s.latitude)::numeric, 1)::float8 end as "distanceKm",
    x.places_financees - x.places_occupees as "placesDisponibles", ${COLONNES_OFFRE}
  from critere c
  left join proposee o on o.rang = c.rang and o.place <= $5
  left join offre_insertion.service s on s.id = o.offre
  left join offre_insertion.pdie x on x.offre = s.id and s.departement is not null
  left join offre_insertion.position_commune p on p.code_insee = c."codeInsee"
  order by c.rang, o.place`;

type Ligne = Offre & {
  personnes: string[];
  parFrein: boolean;
  categorie: CategorieParcours | null;
  score: number;
  zone: string;
  clesTrouvees: string[];
  distanceKm: number | null;
  placesDisponibles: number | null;
};

const texteDe = ({ personne, criteres, nombre }: ClePropositions) => `${personne} ${nombre} ${JSON.stringify(criteres)}`;

/** Offers for each person, best first; null for one out of the caller's perimeter. One statement for all, whatever their number. */
export const propositionsParPersonne = defineLoader<ClePropositions, Trouvee[] | null>(async (cles, tx) => {
  const connues = cles.filter((cle) => isUuid(cle.personne));
  if (connues.length === 0) return cles.map(() => null);
  const rangs = new Map<string, { rang: number; criteres: CriteresDeRecherche }>();
  const rangDe = (cle: ClePropositions): number => {
    const criteres = criteresDeRecherche(cle.criteres);
    const texte = JSON.stringify(criteres);
    if (!rangs.has(texte)) rangs.set(texte, { rang: rangs.size, criteres });
    return rangs.get(texte)!.rang;
  };
  const nombre = Math.max(...connues.map((cle) => cle.nombre));
  const parCle = connues.map(rangDe);
  const rows = await tx.rows<Ligne>(PROPOSER, [
    connues.map((cle) => cle.personne),
    parCle,
    JSON.stringify([...rangs.values()].map(({ rang, criteres }) => ({ rang, ...criteres }))),
    JSON.stringify(CATEGORIES_PAR_PARCOURS),
    nombre,
  ]);
  const trouvees = new Map<string, Trouvee[]>();
  for (const row of rows)
    for (const personne of row.personnes) trouvees.set(personne, [...(trouvees.get(personne) ?? []), ...(row.id ? [trouvee(row)] : [])]);
  return cles.map((cle) => trouvees.get(cle.personne.toLowerCase())?.slice(0, cle.nombre) ?? null);
}, texteDe as never);

function trouvee({
  personnes: _,
  parFrein,
  categorie,
  score,
  zone,
  clesTrouvees,
  distanceKm,
  placesDisponibles,
  ...offre
}: Ligne): Trouvee {
  return { offre, score, zone, distanceKm, cles: clesTrouvees, parFrein, categorie, placesDisponibles };
}
