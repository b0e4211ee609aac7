import type { Calcul } from "../mesure/calcul";
import { definirEnDeuxVersions } from "../mesure/definir";
import { LOCALE_VOLET_3, NATIONALE_VOLET_3 } from "./cadres";
import {
  COLONNES_ORIENTATION,
  DONNE_ENTREE,
  DONNE_ORIENTATION,
  dans,
  entrees,
  orientationsDecidees,
  SOUMISE,
  suivieALaFin,
  suivies,
} from "./population";
import { definirEnTroisVersions } from "./soumission";

/** Volet 3, the experiment: persons who have rights and duties only, never foyers. */

const suivie = (numerateur: string, plus: Omit<Calcul, "lignes" | "compte" | "donne" | "additif">, avec = ""): Calcul => ({
  ...plus,
  lignes: (f) => `select o.allocataire, $3::date as le, ${numerateur} as numerateur, 1 as denominateur, ${COLONNES_ORIENTATION}
    from ${suivies(f)} ${avec} where ${suivieALaFin(f)}`,
  donne: DONNE_ORIENTATION,
  compte: "personnes",
  additif: false,
});
const entree: Omit<Calcul, "lignes"> = {
  donne: DONNE_ENTREE,
  compte: "personnes",
  valeur: "nombre",
  parts: "nombre",
  additif: true,
  coupe: null,
};
const duree: Pick<Calcul, "compte" | "valeur" | "parts" | "additif" | "coupe"> = {
  compte: "sommes",
  valeur: "moyenne",
  parts: "moyenne",
  additif: true,
  coupe: null,
};
const ALA_FIN = "Orientation décidée au plus tard à la fin de la période et toujours en cours ce jour-là.";

const LOCAUX = [
  definirEnTroisVersions(
    LOCALE_VOLET_3("L.I.V3.1", "Nombre de personnes orientées au regard du flux", {
      unite: "personnes",
      numerateur: "Nouveaux entrants (flux) dont la première orientation depuis l’entrée est décidée dans la période.",
      denominateur: "Nouveaux entrants (flux) notifiés dans la période.",
      regleCohorte: "Le numérateur compte à la date de décision, le dénominateur à la date de notification.",
    }),
    {
      ...entree,
      lignes: (f) => {
        const flux = `coalesce(e.flux, true) and ${SOUMISE}`;
        return `${entrees(f, "e.decision_orientation", `${flux} and ${dans("e.decision_orientation")}`)}
          union all ${entrees(f, "e.notification", `${flux} and ${dans("e.notification")}`, "null", "1")}`;
      },
    },
  ),
  definirEnTroisVersions(
    LOCALE_VOLET_3("L.I.V3.2", "Nombre de personnes orientées au regard du stock", {
      unite: "personnes",
      numerateur: "Personnes déjà présentes dans le premier stock, dont la première orientation est décidée dans la période.",
      denominateur: "Personnes du premier stock.",
      regleCohorte: "Date de décision dans la période ; le stock est placé le dernier jour de la période.",
    }),
    {
      ...entree,
      lignes: (f) => {
        const stock = `not coalesce(e.flux, true) and ${SOUMISE}`;
        return `${entrees(f, "e.decision_orientation", `${stock} and ${dans("e.decision_orientation")}`)}
          union all ${entrees(f, "$3::date", stock, "null", "1")}`;
      },
      additif: false,
    },
  ),
  definirEnTroisVersions(
    LOCALE_VOLET_3("L.I.V3.4", "Pourcentage d'orientations des parcours (emploi, équilibré, et remobilisation sociale)", {
      unite: "%",
      numerateur: "Orientations décidées dans la période vers cette catégorie.",
      denominateur: "Orientations décidées dans la période.",
      regleCohorte: "Date de décision dans la période ; des orientations, non des personnes. Une part par catégorie légale.",
    }),
    {
      lignes: (f) => `select o.allocataire, o.decidee_le as le, 1 as numerateur, 1 as denominateur, ${COLONNES_ORIENTATION}
        from ${orientationsDecidees(f)}`,
      donne: DONNE_ORIENTATION,
      compte: "sommes",
      valeur: "aucune",
      parts: "part-du-total",
      additif: true,
      coupe: "categorie",
    },
  ),
  definirEnDeuxVersions(
    LOCALE_VOLET_3("L.I.V3.6", "Files actives par référent pour chaque type de parcours d'accompagnement", {
      unite: "personnes par référent",
      numerateur: "Personnes en accompagnement à la fin de la période, qui ont un référent.",
      denominateur: "Référents de ces personnes.",
      regleCohorte: ALA_FIN,
      regleSuspendus: "AVEC",
    }),
    suivie("(o.referent is not null)::int", { valeur: "moyenne", parts: "moyenne", coupe: "parcours", unite: "referent" }),
  ),
  definirEnTroisVersions(
    LOCALE_VOLET_3("L.I.V3.8", "Durée moyenne des parcours", {
      unite: "jours",
      numerateur: "Somme des durées, de la décision d’orientation à sa clôture.",
      denominateur: "Orientations closes dans la période.",
      regleCohorte: "Date de clôture dans la période.",
      origineDelai: "Décision d’orientation",
    }),
    {
      ...duree,
      lignes: (f) => `select o.allocataire, o.close_le as le, o.close_le - o.decidee_le as numerateur, 1 as denominateur,
          o.close_le - o.decidee_le as delai, ${COLONNES_ORIENTATION}
        from ${f.orientation} o join ${f.personne} p on p.departement = o.departement and p.allocataire = o.allocataire
        where o.departement = $1 and ${dans("o.close_le")} and o.decidee_le <= o.close_le and p.soumis_droits_devoirs`,
      donne: [...DONNE_ORIENTATION, "delai"],
    },
    { jour: "l.le - l.delai", quand: "le jour de la décision" },
  ),
];

const NATIONAUX = [
  definirEnDeuxVersions(
    NATIONALE_VOLET_3("N.I.V3.6", "Nombre de CER/PPAE signés", {
      unite: "contrats",
      numerateur: "Contrats signés dans la période, quelle que soit leur nature.",
      denominateur: null,
      regleCohorte: "Date de signature dans la période ; des contrats, non des personnes.",
    }),
    {
      lignes: (f) => `select c.allocataire, c.date_signature as le, 1 as numerateur, null::int as denominateur, c.nature
        from ${f.contrat} c join ${f.personne} p on p.departement = c.departement and p.allocataire = c.allocataire
        where c.departement = $1 and ${dans("c.date_signature")} and p.soumis_droits_devoirs`,
      compte: "sommes",
      valeur: "nombre",
      parts: "nombre",
      additif: true,
      coupes: { nature: "nature" },
      coupe: null,
    },
  ),
  definirEnTroisVersions(
    NATIONALE_VOLET_3("N.I.V3.7", "Délai entre l'ouverture de droit et le premier entretien", {
      unite: "jours",
      numerateur: "Somme des délais, de l’ouverture des droits au premier rendez-vous d’accompagnement honoré.",
      denominateur: "Entrées dont le premier entretien a lieu dans la période.",
      regleCohorte: "Date du premier entretien dans la période.",
      origineDelai: "Ouverture des droits",
    }),
    {
      ...duree,
      lignes: (f) =>
        `select q.*, q.numerateur as delai from (${entrees(
          f,
          "e.premier_entretien",
          `${dans("e.premier_entretien")} and e.ouverture_droits <= e.premier_entretien and ${SOUMISE}`,
          "e.premier_entretien - e.ouverture_droits",
          "1",
        )}) q`,
      donne: [...DONNE_ENTREE, "delai"],
    },
  ),
  definirEnTroisVersions(
    NATIONALE_VOLET_3("N.I.V3.8", "Répartition des bénéficiaires du RSA par parcours d'accompagnement", {
      unite: "%",
      numerateur: "Personnes en accompagnement dans ce parcours à la fin de la période.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: `${ALA_FIN} Une part par parcours local.`,
      regleSuspendus: "AVEC",
    }),
    suivie("1", { valeur: "aucune", parts: "part-du-total", coupe: "parcours" }),
  ),
  definirEnTroisVersions(
    NATIONALE_VOLET_3("N.I.V3.9", "Pourcentage des bénéficiaires du RSA en accompagnement intensif", {
      unite: "%",
      numerateur: "Personnes dont l’orientation est intensive, ou, quand elle ne le dit pas, dont le parcours l’est.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: ALA_FIN,
      regleSuspendus: "AVEC",
    }),
    suivie(
      "(o.intensite = 'INTENSIF' or (o.intensite is null and coalesce(i.intensif, false)))::int",
      { valeur: "pourcentage", parts: "pourcentage", coupe: null },
      "left join indicateurs.parcours_local i on i.departement = o.departement and i.code = o.parcours",
    ),
  ),
];

export const VOLET_3 = [...LOCAUX, ...NATIONAUX].flat();
