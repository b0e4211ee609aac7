import { addDays } from "../../shared/civil-date";
import { defineLoader } from "../../shared/context";
import type { CategorieParcours } from "../../shared/contrat/enums";
import { isUuid } from "../../shared/page";
import { MEMBRE, VISIBLE } from "../../shared/perimetre";
import type { Offre } from "../offre/offre";
import { COLONNES_OFFRE } from "../offre/offre.repository";
import type { Essai } from "./constats";
import { CATEGORIES_PAR_PARCOURS, type Criteres, type CriteresDeRecherche, criteresDeRecherche } from "./criteres";
import { LISTES, TENUE } from "./liste.repository";
import { PERSONNELS } from "./personne.repository";
import type { Trouvee } from "./proposition";

/** A person, what is known of her, how many offers, and when. `aujourdhui`: civil date, Paris. */
export interface ClePropositions {
  personne: string;
  criteres: Criteres;
  nombre: number;
  maintenant: Date;
  aujourdhui: string;
}

/** The N best offers of each distinct set of criteria.
 * Relevance of an offer for a frein = half the quality of its record, half how near its zone is; see liste.repository.ts for what makes it come last or
 * sooner. Its score = relevance × 2 / (1 + rank for this frein) × weight of the frein, the best over the freins that it lifts: each frein is served in
 * turn. The score falls with the rank, so the N first of each list hold the N first of all. A list is made once, however many people need it; who was
 * already prescribed something has her own. Ties by id.
 * PDIE: of the person's département, open to her parcours, valid, with a place left. */
const PROPOSER = `with ${VISIBLE}, ${MEMBRE}, ${PERSONNELS},
  groupe as (
    select d.critere, v.departement, case when h.id is not null then v.id end as seule, coalesce(h.exclues, '{}') as exclues,
      coalesce(h.essayees, '{}') as essayees, coalesce(h.evitees, '{}') as evitees, coalesce(f.offres, '{}') as convient,
      case when f.offres is not null then q.manque end as manque, array_agg(distinct v.id) as personnes
    from unnest($1::uuid[], $2::int[]) d(id, critere)
    join visible v on v.id = d.id
    left join histoire h on h.id = v.id
    left join quinze q on q.id = v.id
    left join convenable f on f.departement = v.departement and f.manque = q.manque
    group by 1, 2, 3, 4, 5, 6, 7, 8),
  critere as materialized (
    select row_number() over () as rang, g.*, c."codeInsee", c.parcours, c.ages, c.zones, c.proximites, c.langue, l.categorie,
      c.freins <> '{}' as par_frein, case when c.freins <> '{}' then c.poids end as poids, case when c.freins <> '{}' then c.freins
        else array(select jsonb_array_elements_text($4::jsonb -> coalesce(l.categorie, 'AUCUNE'))) end as cles
    from groupe g
    join jsonb_to_recordset($3::jsonb) as c(rang int, "codeInsee" text, parcours text, freins text[], poids float8[], langue boolean, ages int,
      zones text[], proximites float8[]) on c.rang = g.critere
    left join offre_insertion.parcours_local l on l.departement = g.departement and l.code = c.parcours),
  besoin as materialized (
    select c.rang, k.cle, coalesce(k.poids, 1) as poids, c.departement, c.parcours, c.ages, c.zones, c.proximites, c.exclues, c.essayees, c.evitees,
      c.convient, c.langue, c.langue or c.evitees <> '{}' as surveillee,
      dense_rank() over (order by c.departement, c.parcours, c.ages, c.zones, c.langue, c.exclues, c.essayees, c.evitees, c.convient, k.cle) as liste
    from critere c cross join unnest(c.cles, c.poids) k(cle, poids)),
  ${LISTES},
  proposee as (
    select *, row_number() over (partition by rang order by score desc, freins desc, offre) as place
    from (
      select b.rang, r.offre, max(r.score * b.poids) as score, count(*) as freins, (array_agg(r.zone order by r.pertinence desc, r.zone))[1] as zone
      from besoin b join classee r on r.liste = b.liste group by b.rang, r.offre
    ) reunie)
  select c.personnes, c.par_frein as "parFrein", c.categorie, o.score, o.zone,
    array(select k.cle from unnest(c.cles) with ordinality k(cle, rang) where k.cle = any(s.cles) order by k.rang) as "clesTrouvees",
    case when 'en-presentiel' = any(s.modes_accueil) then round(
      offre_insertion.distance_km(p.longitude, p.latitude, s.longitude, s.latitude)::numeric, 1)::float8 end as "distanceKm",
    x.places_financees - x.places_occupees as "placesDisponibles", c.langue and s.francais_requis as "francaisDemande",
    case when c.evitees = '{}' then '{}' else array(select t from unnest(s.thematiques) t where t = any(c.evitees) order by t) end as "thematiquesRefusees",
    case when s.id = any(c.convient) then c.manque end as "manqueHeures", n.debut as "sessionDebut", n.places as "sessionPlaces", h.essai, ${COLONNES_OFFRE}
  from critere c
  left join proposee o on o.rang = c.rang and o.place <= $5
  left join offre_insertion.service s on s.id = o.offre
  left join offre_insertion.pdie x on x.offre = s.id and s.departement is not null
  left join offre_insertion.position_commune p on p.code_insee = c."codeInsee"
  left join lateral (
    select e.debut, e.capacite - e.inscrits as places from offre_insertion.session e
    where e.offre = s.id and e.debut > $6 and ${TENUE} and (e.capacite is null or e.inscrits < e.capacite) order by e.debut, e.id limit 1
  ) n on true
  left join lateral (
    select jsonb_build_object('statut', r.statut, 'debut', r.debut, 'fin', r.fin, 'le', coalesce(e.le, r.prescrite_le), 'motif', e.motif,
      'motifRefus', r.motif_refus, 'issue', r.issue) as essai
    from prescrite r
    left join lateral (select e.le, e.motif from offre_insertion.etape_prescription e
      where e.departement = r.departement and e.prescription = r.prescription order by e.rang desc limit 1) e on true
    where r.id = c.seule and r.offre = s.id order by r.prescrite_le desc, r.prescription limit 1
  ) h on true
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
  francaisDemande: boolean;
  thematiquesRefusees: string[];
  manqueHeures: number | null;
  sessionDebut: Date | null;
  sessionPlaces: number | null;
  essai: (Omit<Essai, "le"> & { le: string }) | null;
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
  const { maintenant, aujourdhui } = connues[0]!;
  const lundi = addDays(aujourdhui, -((new Date(`${aujourdhui}T00:00:00Z`).getUTCDay() + 6) % 7));
  const nombre = Math.max(...connues.map((cle) => cle.nombre));
  const parCle = connues.map(rangDe);
  const rows = await tx.rows<Ligne>(PROPOSER, [
    connues.map((cle) => cle.personne),
    parCle,
    JSON.stringify([...rangs.values()].map(({ rang, criteres }) => ({ rang, ...criteres }))),
    JSON.stringify(CATEGORIES_PAR_PARCOURS),
    nombre,
    maintenant,
    aujourdhui,
    lundi,
    addDays(lundi, 6),
  ]);
  const trouvees = new Map<string, Trouvee[]>();
  for (const row of rows)
    for (const personne of row.personnes) trouvees.set(personne, [...(trouvees.get(personne) ?? []), ...(row.id ? [trouvee(row)] : [])]);
  return cles.map((cle) => trouvees.get(cle.personne.toLowerCase())?.slice(0, cle.nombre) ?? null);
}, texteDe as never);

function trouvee(ligne: Ligne): Trouvee {
  const { personnes: _, parFrein, categorie, score, zone, clesTrouvees, distanceKm, placesDisponibles, ...reste } = ligne;
  const { francaisDemande, thematiquesRefusees, manqueHeures, sessionDebut, sessionPlaces, essai, ...offre } = reste;
  const constats = {
    francaisDemande,
    thematiquesRefusees,
    manqueHeures,
    session: sessionDebut && { debut: sessionDebut, places: sessionPlaces },
    essai: essai && { ...essai, le: new Date(essai.le) },
  };
  return { offre, score, zone, distanceKm, cles: clesTrouvees, parFrein, categorie, placesDisponibles, constats };
}
