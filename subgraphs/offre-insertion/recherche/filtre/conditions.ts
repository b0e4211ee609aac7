/** Fragments of the search's SQL, over `offre_insertion.recherche r`. Each is a constant; a filter that is not asked is a null parameter,
 * which only rows that the index gave are tested on. */

/** `recherche` has no row policy, so that its index serves: the same rule stands here. */
export const DROITS = `(r.departement is null
  or r.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]))`;

const VALIDE = `(r.valide_du is null or r.valide_du <= :aujourdhui::date) and (r.valide_au is null or r.valide_au >= :aujourdhui::date)`;

const DE_LA_COMMUNE = "offre_insertion.distance_km(:longitude::float8, :latitude::float8, r.longitude, r.latitude)";
/** Kilometres from the commune to a place that receives there. */
export const DISTANCE = `case when r.presentiel then ${DE_LA_COMMUNE} end`;

/** An offer whose number of places is unknown has places. */
const PLACES = `(not exists (select from offre_insertion.pdie x where x.offre = r.offre and x.places_occupees >= x.places_financees)
  and (not exists (select from offre_insertion.session e where e.offre = r.offre and e.debut > :maintenant::timestamptz and e.retiree_le is null)
    or exists (select from offre_insertion.session e where e.offre = r.offre and e.debut > :maintenant and e.retiree_le is null
      and (e.capacite is null or e.inscrits < e.capacite))))`;

/** What the tokens of the index do not say, of every offer. */
const COMMUNE = `${DROITS} and ${VALIDE}
  and (:score::float8 is null or -r.ordre_qualite >= :score)
  and (:longitude::float8 is null or not r.sur_place or ${DE_LA_COMMUNE} <= :rayon::float8)`;

/** And of those whose places, sessions or parcours a département follows. */
const SUIVIE = `${COMMUNE}
  and (:parcours::text[] is null or exists (select from offre_insertion.pdie x where x.offre = r.offre and (x.parcours = '{}' or x.parcours && :parcours)))
  and (:compte::boolean is not true or exists (select from offre_insertion.pdie x where x.offre = r.offre and x.compte_dans_les_15_heures))
  and (:places::boolean is not true or not r.places_suivies or ${PLACES})`;

/** The condition on a row. `suivie`: a filter on parcours, hours or places is asked; without, the plan has nothing of them to prepare. */
export const ligne = (suivie: boolean): string => (suivie ? SUIVIE : COMMUNE);

export const demandeLeSuivi = ({ parcours, compte, places }: Valeurs): boolean => parcours !== null || compte === true || places === true;

/** Values of these fragments. `jetons`: query of the filters. */
export interface Valeurs {
  jetons: string;
  aujourdhui: string;
  maintenant: Date;
  longitude: number | null;
  latitude: number | null;
  rayon: number;
  score: number | null;
  parcours: string[] | null;
  compte: boolean | null;
  places: boolean | null;
}
