import type { Transaction } from "../../shared/database";
import { type Filtre, requeteDeMots } from "./filtre-offres";
import type { Offre } from "./offre";
import { COLONNES_OFFRE, EN_VIGUEUR } from "./offre.repository";
import { FRANCE, zonesDeLaCommune } from "./zone";

/** The filters, as one constant text: a filter that is not asked is a null parameter. Face to face further than the radius is left out when both
 * places are known; parcours keeps the offers of the PDIE open to one of them; an offer whose number of places is unknown has places. */
const CONDITION = `${EN_VIGUEUR} and ($1::text[] is null or s.zones && $1)
  and ($2::text is null or s.modes_accueil is null or 'a-distance' = any(s.modes_accueil) or s.longitude is null or s.latitude is null
    or not exists (select from offre_insertion.position_commune p where p.code_insee = $2
      and offre_insertion.distance_km(p.longitude, p.latitude, s.longitude, s.latitude) > $3::float8))
  and ($4::text[] is null or s.thematiques && $4 or s.cles && $4)
  and ($5::text[] is null or s.publics && $5 or 'tous-publics' = any(s.publics))
  and ($6::text[] is null or s.cles && $6)
  and ($7::text[] is null or s.type = any($7))
  and ($8::text[] is null or s.frais = any($8))
  and ($9::text[] is null or s.modes_accueil && $9)
  and ($10::text[] is null or s.origine = any($10))
  and ($11::text[] is null or exists (select from offre_insertion.pdie x where x.offre = s.id and (x.parcours = '{}' or x.parcours && $11)))
  and ($12::boolean is not true or (
    not exists (select from offre_insertion.pdie x where x.offre = s.id and x.places_occupees >= x.places_financees)
    and (not exists (select from offre_insertion.session e where e.offre = s.id and e.debut > $15::timestamptz)
      or exists (select from offre_insertion.session e where e.offre = s.id and e.debut > $15 and (e.capacite is null or e.inscrits < e.capacite)))))
  and ($13::float8 is null or s.score_qualite >= $13)
  and ($14::text is null or s.id in (select r.offre from offre_insertion.recherche r where r.mots @@ to_tsquery('simple', $14)))`;

const PAGE = `select ${COLONNES_OFFRE}, s.description from offre_insertion.service s where ${CONDITION}
  and ($16::float8 is null or (-s.score_qualite, s.id) > (-$16::float8, $17::text)) order by s.score_qualite desc, s.id limit $18`;
const NOMBRE = `select count(*)::int as nombre from offre_insertion.service s where ${CONDITION}`;

function parametres(filtre: Filtre, maintenant: Date): unknown[] {
  const zones = filtre.codeInsee ? zonesDeLaCommune(filtre.codeInsee).map((z) => z.zone) : null;
  const absents = [
    filtre.thematiques,
    filtre.publics,
    filtre.freins,
    filtre.types,
    filtre.frais,
    filtre.modesAccueil,
    filtre.origines,
    filtre.parcours,
  ];
  return [
    zones && [...new Set([...zones, FRANCE])],
    filtre.codeInsee ?? null,
    filtre.rayonKm ?? 50,
    ...absents.map((liste) => liste ?? null),
    filtre.avecPlaces ?? null,
    filtre.scoreQualiteMinimum ?? null,
    requeteDeMots(filtre.recherche),
    maintenant,
  ];
}

/** Where a page begins: after this score and this id. */
export interface Depart {
  score: number;
  id: string;
}

/** Offers that fit, best described first (score, then id). */
export function chercherOffres(tx: Transaction, filtre: Filtre, maintenant: Date, nombre: number, depart: Depart | null): Promise<Offre[]> {
  return tx.rows<Offre>(PAGE, [...parametres(filtre, maintenant), depart?.score ?? null, depart?.id ?? null, nombre]);
}

export async function compterOffres(tx: Transaction, filtre: Filtre, maintenant: Date): Promise<number> {
  return (await tx.row<{ nombre: number }>(NOMBRE, parametres(filtre, maintenant)))!.nombre;
}
