import type { Calcul } from "../../mesure/calcul";
import { sansCalcul } from "../oarsa/ligne";
import { CER, COLONNES, contratsLe, DONNE, droitsLe, EN_DROIT, orientationsLe, SUSPENSION, typeDe } from "../oarsa/situation";
import {
  autreOrganisme,
  base,
  CLASSES_ORIENTATION,
  classeOrientation,
  enClassesDe,
  enVariantes,
  ORIENTEES,
  type Regle,
  SOURCE,
} from "./variante";

/** Table A2: the people with rights and duties at the end of the period, by parcours, and who has a contract. */
const STOCK = "Stock au dernier jour de la période : personnes soumises aux droits et devoirs dont le droit est ouvert ce jour-là.";
const FIN = "$3::date";
const TOUS = "('CER', 'CONTRAT_ENGAGEMENT', 'PPAE')";

const stock =
  (numerateur: string, denominateur: string | null = null, natures: string = TOUS) =>
  (regle: Regle): Calcul => ({
    ...base,
    donne: DONNE,
    additif: false,
    ...(denominateur && { valeur: "pourcentage", parts: "pourcentage" }),
    lignes: (
      f,
    ) => `select d.allocataire, ${FIN} as le, (${numerateur})::int as numerateur, ${denominateur ? `(${denominateur})::int` : "null::int"} as denominateur,
        ${COLONNES}, ${SUSPENSION}
      from ${droitsLe(f, FIN)}
      left join ${orientationsLe(f, FIN)} on o.allocataire = d.allocataire
      ${typeDe("o.organisme")}
      left join ${contratsLe(f, FIN, natures)} on c.allocataire = d.allocataire
      where ${EN_DROIT[regle]} and d.soumise and ${denominateur ?? numerateur}`,
  });

const ORIENTEE = "o.organisme is not null";
const CONTRAT = "c.allocataire is not null";
const EN_COURS = "un contrat signé, commencé, ni fini ni clos ce jour-là";
const CD = "g.type = 'DEPARTEMENT'";
const a2 = (rang: number, libelle: string, numerateur: string, ou: string, natures?: string) =>
  enVariantes({ tableau: "A2", rang, libelle, texte: { numerateur, regleCohorte: STOCK } }, stock(ou, null, natures));
const TOUT = enVariantes(
  {
    tableau: "A2",
    rang: 1,
    libelle: "Personnes soumises aux droits et devoirs",
    texte: { numerateur: "Personnes du stock.", regleCohorte: STOCK },
  },
  stock("true"),
  `${classeOrientation(ORIENTEE, "o")} || '_' || ${SUSPENSION.replace(" as suspension", "")}`,
);
const orientee = (rang: number, libelle: string, numerateur: string, ou: string, voulue?: Parameters<typeof ORIENTEES>[0]) =>
  enClassesDe(TOUT, CLASSES_ORIENTATION, ORIENTEES(voulue), a2(rang, libelle, numerateur, ou));
const part = (
  rang: number,
  libelle: string,
  mots: { numerateur: string; denominateur: string },
  numerateur: string,
  denominateur: string,
) => enVariantes({ tableau: "A2", rang, libelle, texte: { unite: "%", ...mots, regleCohorte: STOCK } }, stock(numerateur, denominateur));

export const A2 = [
  TOUT,
  orientee(2, "Personnes orientées", "Personnes du stock qui ont un organisme référent unique.", ORIENTEE),
  part(
    3,
    "Part des personnes orientées",
    { numerateur: "Personnes du stock qui ont un organisme référent unique.", denominateur: "Personnes du stock." },
    ORIENTEE,
    "true",
  ),
  orientee(4, "Orientées vers l’emploi", "Personnes du stock orientées vers l’emploi.", `${ORIENTEE} and o.categorie = 'EMPLOI'`, {
    categorie: "EMPLOI",
  }),
  orientee(
    5,
    "Orientées vers le parcours socio-professionnel",
    "Personnes du stock orientées vers le parcours socio-professionnel (pré-professionnel).",
    `${ORIENTEE} and o.categorie = 'EQUILIBRE'`,
    { categorie: "EQUILIBRE" },
  ),
  orientee(
    6,
    "Orientées vers le parcours social",
    "Personnes du stock orientées vers le parcours social.",
    `${ORIENTEE} and o.categorie = 'REMOBILISATION'`,
    { categorie: "REMOBILISATION" },
  ),
  orientee(
    7,
    "Orientées vers France Travail",
    "Personnes du stock dont l’organisme référent est France Travail.",
    "g.type = 'FRANCE_TRAVAIL'",
    { organisme: "FT" },
  ),
  orientee(8, "Orientées vers le Département", "Personnes du stock dont l’organisme référent est le Département.", CD, { organisme: "CD" }),
  orientee(
    9,
    "Orientées vers un autre organisme",
    "Personnes du stock dont l’organisme référent n’est ni France Travail ni le Département.",
    autreOrganisme("o.organisme"),
    { organisme: "AUTRE" },
  ),
  a2(10, "Personnes avec un contrat", `Personnes du stock avec ${EN_COURS} : CER, PPAE ou contrat d’engagement.`, CONTRAT),
  part(
    11,
    "Taux de contractualisation",
    { numerateur: `Personnes du stock avec ${EN_COURS}.`, denominateur: "Personnes du stock." },
    CONTRAT,
    "true",
  ),
  a2(
    12,
    "Orientées vers France Travail, avec un contrat",
    `Personnes orientées vers France Travail, avec ${EN_COURS} (PPAE ou contrat d’engagement).`,
    `g.type = 'FRANCE_TRAVAIL' and ${CONTRAT}`,
    "('PPAE', 'CONTRAT_ENGAGEMENT')",
  ),
  a2(
    13,
    "Orientées vers le Département, avec un CER actif",
    "Personnes orientées vers le Département, avec un CER ou un contrat d’engagement en cours.",
    `${CD} and ${CONTRAT}`,
    CER,
  ),
  a2(
    14,
    "… parcours social",
    "Personnes orientées vers le Département, parcours social, avec un CER ou un contrat d’engagement en cours.",
    `${CD} and ${CONTRAT} and o.categorie = 'REMOBILISATION'`,
    CER,
  ),
  a2(
    15,
    "… parcours socio-professionnel",
    "Personnes orientées vers le Département, parcours socio-professionnel, avec un CER ou un contrat d’engagement en cours.",
    `${CD} and ${CONTRAT} and o.categorie = 'EQUILIBRE'`,
    CER,
  ),
].flat();

const manque = (rang: number, libelle: string, numerateur: string, pourquoi: string) =>
  sansCalcul(
    {
      code: `PP.A2.${rang}`,
      libelle,
      cadre: "plan-pauvrete",
      tableau: "PLAN_PAUVRETE_A2",
      producteur: "DEPARTEMENT",
      unite: "personnes",
      numerateur,
      denominateur: null,
      regleCohorte: STOCK,
      source: SOURCE,
    },
    pourquoi,
  );
export const A2_SANS_CALCUL = [
  manque(
    16,
    "Contrats aidés",
    "Personnes du stock avec un contrat unique d’insertion ou un parcours emploi compétences.",
    "Le hub connaît la reprise d’emploi et son type de contrat, pas l’aide attachée au contrat de travail.",
  ),
  manque(
    17,
    "Accompagnement global",
    "Personnes du stock en accompagnement global de France Travail.",
    "L’accompagnement global est un parcours que chaque Département nomme : la ventilation « parcours » de PP.A2.12 le donne.",
  ),
  manque(
    18,
    "Rendez-vous de signature d’un CER",
    "Rendez-vous fixés pour signer un contrat.",
    "Les rendez-vous du hub ont trois familles (orientation, premier accompagnement, accompagnement) : aucune ne dit qu’un contrat y sera signé.",
  ),
];
