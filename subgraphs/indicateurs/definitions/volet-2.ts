import type { Calcul } from "../mesure/calcul";
import { definir, definirEnDeuxVersions } from "../mesure/definir";
import { LOCALE_ORIENTATION, NATIONALE_PARCOURS } from "./cadres";
import { ABSENCE, CONVOQUEE, DELAI_DECISION, DONNE_ENTREE, dans, entrees, NOTIFICATION } from "./population";

/** Volet 2: orientation and strengthened support of all the allocataires of the RSA. */

const nombre: Omit<Calcul, "lignes"> = {
  donne: DONNE_ENTREE,
  compte: "personnes",
  valeur: "nombre",
  parts: "nombre",
  additif: true,
  coupe: null,
};
const parParcours: Omit<Calcul, "lignes"> = { ...nombre, valeur: "aucune", coupe: "parcours" };
const orienteesAvant = (limite: string): Calcul => ({
  ...nombre,
  donne: [...DONNE_ENTREE, "delai"],
  lignes: (f) =>
    entrees(
      f,
      "e.decision_orientation",
      `${dans("e.decision_orientation")} and e.decision_orientation < ${limite}`,
      "1",
      "null::int",
      DELAI_DECISION,
    ),
});
const financement = (colonne: string): Calcul => ({
  ...parParcours,
  donne: [],
  lignes: () => `select null::uuid as allocataire, $3::date as le, ${colonne} as numerateur, null::int as denominateur, l.code as parcours
    from indicateurs.parcours_local l where l.departement = $1`,
  compte: "sommes",
  inconnu: true,
  additif: false,
  coupes: { parcours: "parcours" },
  sansLieu: true,
});
/** The same day a year before; a period that ends with February is compared with the whole of February: 28 February 2029 with 29 February 2028. */
const UN_AN_PLUS_TOT = `$2::date - interval '1 year' and case when extract(day from $3::date + 1) = 1
  then ($3::date + 1 - interval '1 year')::date - 1 else $3::date - interval '1 year' end`;

const LOCAUX = [
  definirEnDeuxVersions(
    LOCALE_ORIENTATION("L.I.V2.1.1", "Nombre d'entrants (flux CAF)", {
      unite: "personnes",
      numerateur: "Personnes dont une entrée dans le dispositif a été notifiée au Département dans la période.",
      denominateur: null,
      regleCohorte: "Date de notification dans la période.",
    }),
    { ...nombre, lignes: (f) => entrees(f, "e.notification", dans("e.notification")) },
  ),
  definirEnDeuxVersions(
    LOCALE_ORIENTATION("L.I.V2.1.2", "Evolution du nombre d'ARSA entrants d'une année sur l'autre", {
      unite: "% d’évolution",
      numerateur: "Personnes notifiées dans la période.",
      denominateur: "Personnes notifiées dans la même période un an plus tôt.",
      regleCohorte: "Date de notification. La valeur est (numérateur − dénominateur) / dénominateur.",
    }),
    {
      ...nombre,
      lignes: (f) => `${entrees(f, "e.notification", dans("e.notification"))}
        union all ${entrees(f, "e.notification", `e.notification between ${UN_AN_PLUS_TOT}`, "null", "1")}`,
      valeur: "evolution",
      parts: "evolution",
      additif: false,
    },
  ),
  definirEnDeuxVersions(
    LOCALE_ORIENTATION("L.I.V2.1.3", "Nombre de nouveaux orientés en moins de 1 mois", {
      unite: "personnes",
      numerateur:
        "Personnes dont la première orientation depuis l’entrée est décidée dans la période, avant la notification plus un mois calendaire.",
      denominateur: null,
      regleCohorte:
        "Date de décision dans la période. Le 31 janvier plus un mois est le dernier jour de février : une décision ce jour-là n’est plus « en moins de 1 mois ».",
      origineDelai: NOTIFICATION,
    }),
    orienteesAvant("e.notification + interval '1 month'"),
  ),
  definirEnDeuxVersions(
    LOCALE_ORIENTATION("L.I.V2.1.4", "dont nombre de nouveaux orientés en moins de 15 jours", {
      unite: "personnes",
      numerateur:
        "Personnes dont la première orientation depuis l’entrée est décidée dans la période, avant la notification plus 15 jours.",
      denominateur: null,
      regleCohorte: "Date de décision dans la période.",
      origineDelai: NOTIFICATION,
    }),
    orienteesAvant("e.notification + 15"),
  ),
  definirEnDeuxVersions(
    LOCALE_ORIENTATION("L.I.V2.1.5", "Nombre et % de personnes convoquées qui ne se sont pas présentées", {
      unite: "%",
      numerateur: "Personnes absentes, excusées ou non, à au moins un rendez-vous d’orientation où elles étaient convoquées.",
      denominateur: "Personnes convoquées à un rendez-vous d’orientation dont l’issue est connue.",
      regleCohorte: "Date du rendez-vous dans la période ; première et deuxième convocations.",
    }),
    {
      lignes: (f) =>
        `select r.allocataire, r.le, ${ABSENCE} as numerateur, 1 as denominateur, r.organisme from ${f.presence} r where ${CONVOQUEE}`,
      donne: ["organisme"],
      compte: "personnes",
      valeur: "pourcentage",
      parts: "pourcentage",
      additif: true,
      coupe: null,
    },
  ),
];

const NATIONAUX = [
  [
    definir(
      NATIONALE_PARCOURS("N.I.V2.1", "Coût unitaire du parcours", {
        unite: "euros",
        numerateur: "Prix unitaire du parcours au marché (et non le coût par personne de la fiche).",
        denominateur: null,
        regleCohorte: "Parcours du contrat ; une part par parcours, sans chiffre d’ensemble.",
      }),
      financement("l.cout_unitaire_centimes / 100.0"),
    ),
    definir(
      NATIONALE_PARCOURS("N.I.V2.2", "Nombre de places financées", {
        unite: "places par an",
        numerateur: "File active annuelle du parcours au contrat.",
        denominateur: null,
        regleCohorte: "Parcours du contrat ; une part par parcours, sans chiffre d’ensemble.",
      }),
      financement("l.places_financees"),
    ),
  ],
  definirEnDeuxVersions(
    NATIONALE_PARCOURS("N.I.V2.3", "Nombre de nouveaux entrants", {
      unite: "personnes",
      numerateur: "Personnes dont la première orientation depuis l’entrée est décidée dans la période vers ce parcours.",
      denominateur: null,
      regleCohorte: "Date de décision dans la période ; une part par parcours, sans chiffre d’ensemble.",
    }),
    { ...parParcours, lignes: (f) => entrees(f, "e.decision_orientation", dans("e.decision_orientation")) },
  ),
  definirEnDeuxVersions(
    NATIONALE_PARCOURS("N.I.V2.4", "Nombre de nouveaux entrants orientés en 15 jours et moins (à défaut un mois)", {
      unite: "personnes",
      numerateur: "Personnes dont la première orientation vers ce parcours est décidée au plus tard 15 jours après la notification.",
      denominateur: "Personnes dont la première orientation depuis l’entrée est décidée dans la période vers ce parcours.",
      regleCohorte: "Date de décision dans la période ; une part par parcours, sans chiffre d’ensemble.",
      origineDelai: NOTIFICATION,
    }),
    {
      ...parParcours,
      donne: [...DONNE_ENTREE, "delai"],
      lignes: (f) =>
        entrees(
          f,
          "e.decision_orientation",
          dans("e.decision_orientation"),
          "(e.decision_orientation <= e.notification + 15)::int",
          "1",
          DELAI_DECISION,
        ),
    },
  ),
];

export const VOLET_2 = [...LOCAUX, ...NATIONAUX].flat();
