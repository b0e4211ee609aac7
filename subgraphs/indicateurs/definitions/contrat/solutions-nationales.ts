import { FREINS } from "../../dispositif/dispositif";
import type { Calcul, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import { NATIONALE_VOLET_2 } from "../cadres";
import { offresDuProgramme, prescriptionsDe } from "./dispositifs";

/** Annexe 4, volet 2, « renforcement des solutions locales d’accompagnement »: one line a device of fiche I.V2.2, never one figure. */

const parDispositif: Pick<Calcul, "valeur" | "parts" | "coupe" | "coupes" | "compte"> = {
  valeur: "aucune",
  parts: "nombre",
  coupe: "dispositif",
  coupes: { dispositif: "dispositif" },
  compte: "sommes",
};
const CATALOGUE =
  "Offres du programme départemental qui font le dispositif, telles que le catalogue les dit aujourd’hui ; une part par dispositif, sans chiffre d’ensemble.";
const ENTREE_DANS_LA_PERIODE = "Date de début de la prescription dans la période ; une part par dispositif, sans chiffre d’ensemble.";
/** Year of the end of the period. */
const EXERCICE = "extract(year from $3::date)";

export const SOLUTIONS_NATIONALES: Indicateur[] = [
  definir(
    NATIONALE_VOLET_2("N.I.V2.5", "Coût unitaire du parcours", {
      unite: "euros",
      numerateur: "Somme des prix unitaires connus des offres du dispositif.",
      denominateur: "Offres du dispositif dont le prix unitaire est connu.",
      regleCohorte: CATALOGUE,
    }),
    {
      ...parDispositif,
      lignes: () => `select null::uuid as allocataire, $3::date as le, c.cout_unitaire_centimes / 100.0 as numerateur, 1 as denominateur,
          c.code_dispositif as dispositif
        from ${offresDuProgramme(FREINS)} where c.cout_unitaire_centimes is not null`,
      parts: "moyenne",
      additif: false,
      sansLieu: true,
    },
  ),
  definir(
    NATIONALE_VOLET_2("N.I.V2.6", "Nombre de places financées", {
      unite: "places par an",
      numerateur: "Places financées des offres du dispositif pour l’année de la fin de la période.",
      denominateur: null,
      regleCohorte: CATALOGUE,
    }),
    {
      ...parDispositif,
      lignes: () => `select null::uuid as allocataire, $3::date as le, x.places as numerateur, null::int as denominateur,
          c.code_dispositif as dispositif
        from ${offresDuProgramme(FREINS)} cross join lateral (
          select coalesce((select e.places_financees from publie.places_statistique e
            where e.departement = $1 and e.offre = c.offre and e.exercice = ${EXERCICE}),
            case when c.exercice = ${EXERCICE} then c.places_financees end, c.places_par_an) as places
        ) x where x.places is not null`,
      additif: false,
      sansLieu: true,
    },
  ),
  definir(
    NATIONALE_VOLET_2("N.I.V2.7", "Nombre de nouveaux entrants", {
      unite: "personnes",
      numerateur: "Personnes dont une prescription du dispositif commence dans la période.",
      denominateur: null,
      regleCohorte: ENTREE_DANS_LA_PERIODE,
    }),
    {
      ...parDispositif,
      lignes: (f) => `select p.allocataire, p.demarree_le as le, 1 as numerateur, null::int as denominateur, p.dispositif
        from ${prescriptionsDe(f, FREINS)} where p.demarree_le between $2::date and $3::date`,
      compte: "personnes",
      additif: true,
    },
  ),
  definir(
    NATIONALE_VOLET_2("N.I.V2.8", "Nombre de nouveaux entrants orientés en 15 jours et moins (à défaut un mois)", {
      unite: "personnes",
      numerateur: "Parmi elles, celles dont la prescription commence au plus tard 15 jours après avoir été faite.",
      denominateur: "Personnes dont une prescription du dispositif commence dans la période.",
      regleCohorte: `${ENTREE_DANS_LA_PERIODE} Le quinzième jour est compté.`,
      origineDelai: "Date de la prescription.",
    }),
    {
      ...parDispositif,
      donne: ["delai"],
      lignes: (f) => `select p.allocataire, p.demarree_le as le, (p.demarree_le <= p.ouverte_le + 15)::int as numerateur, 1 as denominateur,
          p.demarree_le - p.ouverte_le as delai, p.dispositif
        from ${prescriptionsDe(f, FREINS)} where p.demarree_le between $2::date and $3::date`,
      compte: "personnes",
      additif: true,
    },
  ),
];
