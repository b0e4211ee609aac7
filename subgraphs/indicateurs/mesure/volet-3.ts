import type { Calcul, Definition, Indicateur } from "./calcul";
import {
  COUPES_ENTREE,
  COUPES_ORIENTATION,
  ENTREE,
  ORIENTATIONS_DECIDEES,
  PERSONNES,
  SOUMISE,
  SUIVIE,
  SUIVIE_A_LA_FIN,
} from "./population";

/** Volet 3, the experiment: persons who have rights and duties only, never foyers. */

type Texte = Pick<Definition, "unite" | "numerateur" | "denominateur" | "regleCohorte">;
const local = (code: string, libelle: string, plus: Texte): Definition => ({
  code,
  version: 1,
  libelle,
  cadre: "local",
  producteur: "DEPARTEMENT",
  source: "Contrat départemental 94 de 2024, fiche I.V3. Personnes soumises aux droits et devoirs.",
  ...plus,
});
const national = (code: string, libelle: string, plus: Texte): Definition => ({
  ...local(code, libelle, plus),
  cadre: "national",
  producteur: "FRANCE_TRAVAIL",
  source: "Contrat départemental 94 de 2024, annexe 4, volet 3. Chiffre du hub, à côté du chiffre officiel de France Travail.",
});

const suivies: Omit<Calcul, "numerateur" | "denominateur" | "valeur" | "parts" | "coupe"> = {
  depuis: SUIVIE,
  ou: SUIVIE_A_LA_FIN,
  lieu: "o.code_insee",
  coupes: COUPES_ORIENTATION,
};
const repartition: Pick<Calcul, "numerateur" | "denominateur" | "valeur" | "parts"> = {
  numerateur: "count(*)",
  denominateur: "count(*)",
  valeur: "aucune",
  parts: "part-du-total",
};
const ALA_FIN = "Orientation décidée au plus tard à la fin de la période et toujours en cours ce jour-là. Commune actuelle de la personne.";

export const VOLET_3: Indicateur[] = [
  {
    definition: local("L.I.V3.1", "Nombre de personnes orientées au regard du flux", {
      unite: "personnes",
      numerateur: "Nouveaux entrants (flux) dont la première orientation depuis l’entrée est décidée dans la période.",
      denominateur: "Nouveaux entrants (flux) notifiés dans la période.",
      regleCohorte: "Le numérateur compte à la date de décision, le dénominateur à la date de notification.",
    }),
    calcul: {
      depuis: ENTREE,
      ou: `e.departement = $1 and coalesce(e.flux, true) and ${SOUMISE}
        and (e.notification between $3::date and $4::date or e.decision_orientation between $3::date and $4::date)`,
      lieu: "e.code_insee",
      numerateur: `${PERSONNES} filter (where e.decision_orientation between $3::date and $4::date)`,
      denominateur: `${PERSONNES} filter (where e.notification between $3::date and $4::date)`,
      valeur: "nombre",
      parts: "nombre",
      coupes: { commune: COUPES_ENTREE.commune },
      coupe: null,
    },
  },
  {
    definition: local("L.I.V3.2", "Nombre de personnes orientées au regard du stock", {
      unite: "personnes",
      numerateur: "Personnes déjà présentes dans le premier stock, dont la première orientation est décidée dans la période.",
      denominateur: "Personnes du premier stock.",
      regleCohorte: "Date de décision dans la période.",
    }),
    calcul: {
      depuis: ENTREE,
      ou: `e.departement = $1 and not coalesce(e.flux, true) and ${SOUMISE}`,
      lieu: "e.code_insee",
      numerateur: `${PERSONNES} filter (where e.decision_orientation between $3::date and $4::date)`,
      denominateur: PERSONNES,
      valeur: "nombre",
      parts: "nombre",
      coupes: { commune: COUPES_ENTREE.commune },
      coupe: null,
    },
  },
  {
    definition: local("L.I.V3.4", "Pourcentage d'orientations des parcours (emploi, équilibré, et remobilisation sociale)", {
      unite: "%",
      numerateur: "Orientations décidées dans la période vers cette catégorie.",
      denominateur: "Orientations décidées dans la période.",
      regleCohorte: "Date de décision dans la période ; des orientations, non des personnes. Une part par catégorie légale.",
    }),
    calcul: {
      ...repartition,
      depuis: ORIENTATIONS_DECIDEES,
      ou: "true",
      lieu: "o.code_insee",
      coupes: { categorie: COUPES_ORIENTATION.categorie, parcours: COUPES_ORIENTATION.parcours },
      coupe: "categorie",
    },
  },
  {
    definition: local("L.I.V3.6", "Files actives par référent pour chaque type de parcours d'accompagnement", {
      unite: "personnes par référent",
      numerateur: "Personnes en accompagnement à la fin de la période, qui ont un référent.",
      denominateur: "Référents de ces personnes.",
      regleCohorte: ALA_FIN,
    }),
    calcul: {
      ...suivies,
      numerateur: "count(*) filter (where o.referent is not null)",
      denominateur: "count(distinct o.referent)",
      valeur: "moyenne",
      parts: "moyenne",
      coupe: "parcours",
    },
  },
  {
    definition: local("L.I.V3.8", "Durée moyenne des parcours", {
      unite: "jours",
      numerateur: "Somme des durées, de la décision d’orientation à sa clôture.",
      denominateur: "Orientations closes dans la période.",
      regleCohorte: "Date de clôture dans la période.",
    }),
    calcul: {
      depuis: "indicateurs.orientation o join indicateurs.personne p on p.departement = o.departement and p.allocataire = o.allocataire",
      ou: "o.departement = $1 and o.close_le between $3::date and $4::date and o.decidee_le <= o.close_le and p.soumis_droits_devoirs",
      lieu: "p.code_insee",
      numerateur: "sum(o.close_le - o.decidee_le)",
      denominateur: "count(*)",
      valeur: "moyenne",
      parts: "moyenne",
      coupes: { ...COUPES_ORIENTATION, commune: "p.code_insee" },
      coupe: null,
    },
  },
  {
    definition: national("N.I.V3.6", "Nombre de CER/PPAE signés", {
      unite: "contrats",
      numerateur: "Contrats d’engagement (autrefois CER ou PPAE) signés dans la période.",
      denominateur: null,
      regleCohorte: "Date de signature dans la période ; des contrats, non des personnes. Commune actuelle de la personne.",
    }),
    calcul: {
      depuis: "indicateurs.contrat c join indicateurs.personne p on p.departement = c.departement and p.allocataire = c.allocataire",
      ou: "c.departement = $1 and c.date_signature between $3::date and $4::date and p.soumis_droits_devoirs",
      lieu: "p.code_insee",
      numerateur: "count(*)",
      denominateur: null,
      valeur: "nombre",
      parts: "nombre",
      coupes: { commune: "p.code_insee", nature: "c.nature" },
      coupe: null,
    },
  },
  {
    definition: national("N.I.V3.7", "Délai entre l'ouverture de droit et le premier entretien", {
      unite: "jours",
      numerateur: "Somme des délais, de l’ouverture des droits au premier rendez-vous d’accompagnement honoré.",
      denominateur: "Entrées dont le premier entretien a lieu dans la période.",
      regleCohorte: "Date du premier entretien dans la période.",
    }),
    calcul: {
      depuis: ENTREE,
      ou: `e.departement = $1 and e.premier_entretien between $3::date and $4::date and e.ouverture_droits <= e.premier_entretien and ${SOUMISE}`,
      lieu: "e.code_insee",
      numerateur: "sum(e.premier_entretien - e.ouverture_droits)",
      denominateur: "count(*)",
      valeur: "moyenne",
      parts: "moyenne",
      coupes: COUPES_ENTREE,
      coupe: null,
    },
  },
  {
    definition: national("N.I.V3.8", "Répartition des bénéficiaires du RSA par parcours d'accompagnement", {
      unite: "%",
      numerateur: "Personnes en accompagnement dans ce parcours à la fin de la période.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: `${ALA_FIN} Une part par parcours local.`,
    }),
    calcul: {
      ...suivies,
      ...repartition,
      coupes: { parcours: COUPES_ORIENTATION.parcours, categorie: COUPES_ORIENTATION.categorie },
      coupe: "parcours",
    },
  },
  {
    definition: national("N.I.V3.9", "Pourcentage des bénéficiaires du RSA en accompagnement intensif", {
      unite: "%",
      numerateur: "Personnes dont l’orientation est intensive, ou, quand elle ne le dit pas, dont le parcours l’est.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: ALA_FIN,
    }),
    calcul: {
      ...suivies,
      depuis: `${SUIVIE} left join indicateurs.parcours_local l on l.departement = o.departement and l.code = o.parcours`,
      numerateur: "count(*) filter (where o.intensite = 'INTENSIF' or (o.intensite is null and l.intensif))",
      denominateur: "count(*)",
      valeur: "pourcentage",
      parts: "pourcentage",
      coupe: null,
    },
  },
];
