import type { Calcul, Definition, Indicateur } from "./calcul";
import { ABSENCE, CONVOCATION, CONVOQUEE, COUPES_ENTREE, DECIDEE, ENTREE, NOTIFIEE, PERSONNES } from "./population";

/** Volet 2: orientation and strengthened support of all the allocataires of the RSA. */

const local = (
  code: string,
  libelle: string,
  plus: Pick<Definition, "unite" | "numerateur" | "denominateur" | "regleCohorte">,
): Definition => ({
  code,
  version: 1,
  libelle,
  cadre: "local",
  producteur: "DEPARTEMENT",
  source: "Contrat départemental 94 de 2024, fiche I.V2.1, équipe information orientation.",
  ...plus,
});
const national = (
  code: string,
  libelle: string,
  plus: Pick<Definition, "unite" | "numerateur" | "denominateur" | "regleCohorte">,
): Definition => ({
  ...local(code, libelle, plus),
  cadre: "national",
  source: "Contrat départemental 94 de 2024, annexe 4, volet 2 : une ligne par parcours, jamais un chiffre unique.",
});

const entrees: Omit<Calcul, "ou"> = {
  depuis: ENTREE,
  lieu: "e.code_insee",
  numerateur: PERSONNES,
  denominateur: null,
  valeur: "nombre",
  parts: "nombre",
  coupes: COUPES_ENTREE,
  coupe: null,
};
const parParcours: Pick<Calcul, "valeur" | "parts" | "coupe"> = { valeur: "aucune", parts: "nombre", coupe: "parcours" };
const parcoursFinance: Omit<Calcul, "numerateur"> = {
  ...parParcours,
  depuis: "indicateurs.parcours_local l",
  ou: "l.departement = $1",
  lieu: null,
  denominateur: null,
  coupes: { parcours: "l.code" },
};

export const VOLET_2: Indicateur[] = [
  {
    definition: local("L.I.V2.1.1", "Nombre d'entrants (flux CAF)", {
      unite: "personnes",
      numerateur: "Personnes dont une entrée dans le dispositif a été notifiée au Département dans la période.",
      denominateur: null,
      regleCohorte: "Date de notification dans la période. Commune actuelle de la personne.",
    }),
    calcul: { ...entrees, ou: NOTIFIEE, coupes: { commune: COUPES_ENTREE.commune } },
  },
  {
    definition: local("L.I.V2.1.2", "Evolution du nombre d'ARSA entrants d'une année sur l'autre", {
      unite: "% d’évolution",
      numerateur: "Personnes notifiées dans la période.",
      denominateur: "Personnes notifiées dans la même période un an plus tôt.",
      regleCohorte: "Date de notification. La valeur est (numérateur − dénominateur) / dénominateur.",
    }),
    calcul: {
      ...entrees,
      ou: `e.departement = $1 and (e.notification between $3::date and $4::date
        or e.notification between $3::date - interval '1 year' and $4::date - interval '1 year')`,
      numerateur: `${PERSONNES} filter (where e.notification between $3::date and $4::date)`,
      denominateur: `${PERSONNES} filter (where e.notification between $3::date - interval '1 year' and $4::date - interval '1 year')`,
      valeur: "evolution",
      parts: "evolution",
      coupes: { commune: COUPES_ENTREE.commune },
    },
  },
  {
    definition: local("L.I.V2.1.3", "Nombre de nouveaux orientés en moins de 1 mois", {
      unite: "personnes",
      numerateur:
        "Personnes dont la première orientation depuis l’entrée est décidée dans la période, avant la notification plus un mois calendaire.",
      denominateur: null,
      regleCohorte:
        "Date de décision dans la période. Le 31 janvier plus un mois est le dernier jour de février : une décision ce jour-là n’est plus « en moins de 1 mois ».",
    }),
    calcul: { ...entrees, ou: `${DECIDEE} and e.decision_orientation < e.notification + interval '1 month'` },
  },
  {
    definition: local("L.I.V2.1.4", "dont nombre de nouveaux orientés en moins de 15 jours", {
      unite: "personnes",
      numerateur:
        "Personnes dont la première orientation depuis l’entrée est décidée dans la période, avant la notification plus 15 jours.",
      denominateur: null,
      regleCohorte: "Date de décision dans la période.",
    }),
    calcul: { ...entrees, ou: `${DECIDEE} and e.decision_orientation < e.notification + 15` },
  },
  {
    definition: local("L.I.V2.1.5", "Nombre et % de personnes convoquées qui ne se sont pas présentées", {
      unite: "%",
      numerateur: "Personnes absentes, excusées ou non, à au moins un rendez-vous d’orientation où elles étaient convoquées.",
      denominateur: "Personnes convoquées à un rendez-vous d’orientation dont l’issue est connue.",
      regleCohorte: "Date du rendez-vous dans la période ; première et deuxième convocations.",
    }),
    calcul: {
      depuis: CONVOCATION,
      ou: CONVOQUEE,
      lieu: "p.code_insee",
      numerateur: `count(distinct r.allocataire) filter (where ${ABSENCE})`,
      denominateur: "count(distinct r.allocataire)",
      valeur: "pourcentage",
      parts: "pourcentage",
      coupes: { commune: "p.code_insee" },
      coupe: null,
    },
  },
  {
    definition: national("N.I.V2.1", "Coût unitaire du parcours", {
      unite: "euros",
      numerateur: "Prix unitaire du parcours au marché (et non le coût par personne de la fiche).",
      denominateur: null,
      regleCohorte: "Parcours du contrat ; une part par parcours, sans chiffre d’ensemble.",
    }),
    calcul: { ...parcoursFinance, numerateur: "sum(l.cout_unitaire_centimes) / 100.0" },
  },
  {
    definition: national("N.I.V2.2", "Nombre de places financées", {
      unite: "places par an",
      numerateur: "File active annuelle du parcours au contrat.",
      denominateur: null,
      regleCohorte: "Parcours du contrat ; une part par parcours, sans chiffre d’ensemble.",
    }),
    calcul: { ...parcoursFinance, numerateur: "sum(l.places_financees)" },
  },
  {
    definition: national("N.I.V2.3", "Nombre de nouveaux entrants", {
      unite: "personnes",
      numerateur: "Personnes dont la première orientation depuis l’entrée est décidée dans la période vers ce parcours.",
      denominateur: null,
      regleCohorte: "Date de décision dans la période ; une part par parcours, sans chiffre d’ensemble.",
    }),
    calcul: { ...entrees, ...parParcours, ou: DECIDEE, coupes: { parcours: COUPES_ENTREE.parcours } },
  },
  {
    definition: national("N.I.V2.4", "Nombre de nouveaux entrants orientés en 15 jours et moins (à défaut un mois)", {
      unite: "personnes",
      numerateur: "Personnes dont la première orientation vers ce parcours est décidée au plus tard 15 jours après la notification.",
      denominateur: "Personnes dont la première orientation depuis l’entrée est décidée dans la période vers ce parcours.",
      regleCohorte: "Date de décision dans la période ; une part par parcours, sans chiffre d’ensemble.",
    }),
    calcul: {
      ...entrees,
      ...parParcours,
      ou: DECIDEE,
      numerateur: `${PERSONNES} filter (where e.decision_orientation <= e.notification + 15)`,
      denominateur: PERSONNES,
      coupes: { parcours: COUPES_ENTREE.parcours },
    },
  },
];
