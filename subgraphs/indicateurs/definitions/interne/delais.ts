import type { Calcul } from "../../mesure/calcul";
import type { Faits } from "../../projection/faits";
import { interne } from "./ligne";

/** Percentiles of every delay of the journey. Each: one row an entry (or a prescription…) whose second date is in the period. */

const FIN_DANS_LA_PERIODE =
  "Faits dont la seconde date est dans la période ; un délai négatif, ou dont une des dates manque, ne compte pas.";

const base: Omit<Calcul, "lignes"> = {
  compte: "sommes",
  valeur: "moyenne",
  parts: "moyenne",
  additif: true,
  coupe: null,
  donne: ["delai"],
};

interface Delai {
  quoi: string;
  t0: string;
  /** SQL: relation with the row `e`, and both dates. */
  de: (f: Faits) => string;
  du: string;
  au: string;
  donne?: Calcul["donne"];
  colonnes?: string;
  source?: string;
}

const PARCOURS = {
  donne: ["organisme", "referent", "parcours", "categorie", "flux"] as const,
  colonnes:
    "nullif(e.organisme, '') as organisme, nullif(e.referent, '') as referent, e.parcours, e.categorie, coalesce(e.flux, true) as flux",
};
const FLUX = { donne: ["flux"] as const, colonnes: "coalesce(e.flux, true) as flux" };
const entree = (f: Faits) => `${f.entree} e`;

const OUVERTURE = "Date d’ouverture du droit.";
const NOTIFICATION = "Date de notification au Département.";
const CONVOCATION = "Date du premier rendez-vous d’orientation où la personne était convoquée.";
const ORIENTATION = "Date de décision de la première orientation.";

/** The first time that she was registered since her entry, and before the next one: a later entry has its own delay. */
const avecInscription = (f: Faits) => `(
    select e.*, (select min(i.date_effet) from ${f.inscription} i where i.departement = $1 and i.allocataire = e.allocataire and i.statut = 'INSCRIT'
      and i.date_effet >= coalesce(e.notification, e.ouverture_droits) and i.date_effet < e.avant) as inscrite_le
    from (
      select e.*, coalesce(lead(coalesce(e.notification, e.entree_dispositif, e.ouverture_droits)) over (partition by e.allocataire order by e.rang), 'infinity') as avant
      from ${f.entree} e where e.departement = $1
    ) e
  ) e`;
const prescription = (f: Faits) => `(select r.*, r.validee_le as acceptee_le from ${f.prescription} r) e`;
const sanction = (f: Faits) => `(
    select s.*, m.constate_le from ${f.sanction} s left join ${f.manquement} m on m.departement = s.departement and m.id = s.manquement
  ) e`;

const DELAIS: readonly Delai[] = [
  {
    quoi: "de l’ouverture du droit à la notification au Département",
    t0: OUVERTURE,
    de: entree,
    du: "e.ouverture_droits",
    au: "e.notification",
    ...FLUX,
  },
  {
    quoi: "de la notification à la première convocation",
    t0: NOTIFICATION,
    de: entree,
    du: "e.notification",
    au: "e.premiere_convocation",
    ...FLUX,
  },
  {
    quoi: "de la notification au premier rendez-vous d’orientation honoré",
    t0: NOTIFICATION,
    de: entree,
    du: "e.notification",
    au: "e.premier_rdv_orientation",
    ...FLUX,
  },
  {
    quoi: "de la première convocation à l’orientation",
    t0: CONVOCATION,
    de: entree,
    du: "e.premiere_convocation",
    au: "e.decision_orientation",
    ...PARCOURS,
  },
  {
    quoi: "de la notification à l’orientation",
    t0: NOTIFICATION,
    de: entree,
    du: "e.notification",
    au: "e.decision_orientation",
    ...PARCOURS,
  },
  {
    quoi: "de l’ouverture du droit à l’orientation",
    t0: OUVERTURE,
    de: entree,
    du: "e.ouverture_droits",
    au: "e.decision_orientation",
    ...PARCOURS,
  },
  {
    quoi: "de l’orientation au premier entretien avec le référent",
    t0: ORIENTATION,
    de: entree,
    du: "e.decision_orientation",
    au: "e.premier_entretien",
    ...PARCOURS,
  },
  {
    quoi: "de l’ouverture du droit au premier entretien avec le référent",
    t0: OUVERTURE,
    de: entree,
    du: "e.ouverture_droits",
    au: "e.premier_entretien",
    ...PARCOURS,
  },
  {
    quoi: "du premier entretien au contrat",
    t0: "Date du premier rendez-vous d’accompagnement honoré.",
    de: entree,
    du: "e.premier_entretien",
    au: "e.premier_contrat",
    ...PARCOURS,
  },
  { quoi: "de l’orientation au contrat", t0: ORIENTATION, de: entree, du: "e.decision_orientation", au: "e.premier_contrat", ...PARCOURS },
  { quoi: "de la notification au contrat", t0: NOTIFICATION, de: entree, du: "e.notification", au: "e.premier_contrat", ...PARCOURS },
  { quoi: "de l’ouverture du droit au contrat", t0: OUVERTURE, de: entree, du: "e.ouverture_droits", au: "e.premier_contrat", ...PARCOURS },
  {
    quoi: "de la notification à l’inscription à France Travail",
    t0: NOTIFICATION,
    de: avecInscription,
    du: "e.notification",
    au: "e.inscrite_le",
    ...PARCOURS,
  },
  {
    quoi: "de l’orientation à l’inscription à France Travail",
    t0: ORIENTATION,
    de: avecInscription,
    du: "e.decision_orientation",
    au: "e.inscrite_le",
    ...PARCOURS,
  },
  {
    quoi: "de la prescription d’une offre à sa validation par la structure",
    t0: "Date d’ouverture de la prescription.",
    de: prescription,
    du: "e.ouverte_le",
    au: "e.acceptee_le",
  },
  {
    quoi: "de la prescription d’une offre à son démarrage",
    t0: "Date d’ouverture de la prescription.",
    de: prescription,
    du: "e.ouverte_le",
    au: "e.demarree_le",
  },
  {
    quoi: "de la demande de réorientation à la décision",
    t0: "Date de la demande de réorientation.",
    de: (f) => `${f.reorientation} e`,
    du: "e.demandee_le",
    au: "e.statuee_le",
  },
  {
    quoi: "du manquement constaté à la décision de sanction",
    t0: "Date du constat du manquement.",
    de: sanction,
    du: "e.constate_le",
    au: "e.decidee_le",
  },
  {
    quoi: "de la proposition de sanction à la décision",
    t0: "Date de la proposition de sanction.",
    de: sanction,
    du: "e.proposee_le",
    au: "e.decidee_le",
  },
];

export const DELAIS_DU_PARCOURS = DELAIS.map(({ quoi, t0, de, du, au, donne = [], colonnes }, i) =>
  interne(
    `UF.3.${String(i + 1).padStart(2, "0")}`,
    {
      libelle: `Délai moyen ${quoi}`,
      unite: "jours",
      numerateur: `Somme, en jours, des délais ${quoi}.`,
      denominateur: `Délais connus ${quoi}.`,
      regleCohorte: FIN_DANS_LA_PERIODE,
      origineDelai: t0,
    },
    {
      ...base,
      donne: [...donne, "delai"],
      lignes: (
        f,
      ) => `select e.allocataire, ${au} as le, ${au} - ${du} as numerateur, 1 as denominateur, ${au} - ${du} as delai ${colonnes ? `, ${colonnes}` : ""}
        from ${de(f)} where e.departement = $1 and ${au} between $2::date and $3::date and ${au} >= ${du}`,
    },
  ),
);
