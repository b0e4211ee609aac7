import type { MigrationInterface, QueryRunner } from "typeorm";

const LIBELLES: Record<string, string> = {
  NOM: "Nom de naissance",
  PRENOMS: "Prénoms",
  DATE_NAISSANCE: "Date de naissance",
  NIR: "Numéro de sécurité sociale",
  NUMERO_DEMANDE_RSA: "Numéro de demande de RSA",
  IDENTIFIANT_FRANCE_TRAVAIL: "Identifiant France Travail",
  IDENTIFIANT_RSA: "Identifiant RSA",
  DATE_OUVERTURE_DROITS: "Date d’ouverture des droits",
  DATE_NOTIFICATION: "Date de notification au Département",
  DATE_ENTREE_DISPOSITIF: "Date d’entrée dans le dispositif",
  TELEPHONE: "Téléphone",
  COURRIEL: "Courriel",
  ADRESSE: "Adresse",
  COMMUNE: "Commune de résidence",
  COMPOSITION_FOYER: "Composition du foyer",
  NIVEAU_QUALIFICATION: "Niveau de qualification",
  SITUATION_EMPLOI: "Situation vis-à-vis de l’emploi",
  PROJET_PROFESSIONNEL: "Projet professionnel",
  PROCHE_AIDANT: "Proche aidant",
  FREINS: "Freins périphériques",
  METIERS_RECHERCHES: "Métiers recherchés",
  TYPE_PARCOURS: "Type de parcours",
  DATE_ORIENTATION: "Date d’orientation",
  ORGANISME_REFERENT: "Organisme référent",
  REFERENT: "Référent unique",
  DATE_RDV_ORIENTATION: "Date du rendez-vous d’orientation",
  DIAGNOSTIC: "Diagnostic",
  DATES_RDV_ACCOMPAGNEMENT: "Dates des rendez-vous d’accompagnement",
  PRESTATIONS: "Prestations suivies",
};
const AGREMENTS = "Code du travail L. 5411-5-2 ; arrêtés du 21 novembre 2024";
/** Days after which a datum is to be confirmed: telephone and e-mail, household, six months; where one lives and one’s situation, a year. Choices of the hub. */
const FRAICHEURS: [number, string[]][] = [
  [182, ["TELEPHONE", "COURRIEL", "COMPOSITION_FOYER"]],
  [
    365,
    [
      "ADRESSE",
      "COMMUNE",
      "NIVEAU_QUALIFICATION",
      "SITUATION_EMPLOI",
      "PROJET_PROFESSIONNEL",
      "PROCHE_AIDANT",
      "FREINS",
      "METIERS_RECHERCHES",
    ],
  ],
];
const IDENTITE = "NOM PRENOMS DATE_NAISSANCE";
const CONTACT = "TELEPHONE COURRIEL ADRESSE COMMUNE";
const SITUATION = "NIVEAU_QUALIFICATION SITUATION_EMPLOI PROJET_PROFESSIONNEL PROCHE_AIDANT FREINS";
/** formulaire, its data in order, the text that founds it. ANNEXE_4 is data/contrat-94-2024/donnees-a-fournir.csv, code for code; it ages nothing. */
const FORMULAIRES: [string, string, string][] = [
  [
    "ORIENTATION",
    `${IDENTITE} NIR NUMERO_DEMANDE_RSA IDENTIFIANT_FRANCE_TRAVAIL DATE_OUVERTURE_DROITS DATE_NOTIFICATION ${CONTACT} COMPOSITION_FOYER ${SITUATION}`,
    AGREMENTS,
  ],
  ["DIAGNOSTIC", `${IDENTITE} ${CONTACT} COMPOSITION_FOYER TYPE_PARCOURS ${SITUATION} METIERS_RECHERCHES`, AGREMENTS],
  [
    "CONTRAT_ENGAGEMENT",
    `${IDENTITE} IDENTIFIANT_FRANCE_TRAVAIL NUMERO_DEMANDE_RSA DATE_ORIENTATION TYPE_PARCOURS ORGANISME_REFERENT REFERENT ${CONTACT} PROJET_PROFESSIONNEL FREINS`,
    "Code du travail L. 5411-6",
  ],
  [
    "ANNEXE_4",
    `IDENTIFIANT_FRANCE_TRAVAIL IDENTIFIANT_RSA DATE_OUVERTURE_DROITS DATE_NOTIFICATION DATE_ENTREE_DISPOSITIF DATE_RDV_ORIENTATION DIAGNOSTIC TYPE_PARCOURS DATES_RDV_ACCOMPAGNEMENT PRESTATIONS`,
    "Contrat État–Département 2024, annexe 4 : données à fournir",
  ],
];

/** Forms are data: what each one asks, how long an answer stays fresh, and each département's own list. */
export class Formulaires1700000000116 implements MigrationInterface {
  name = "Formulaires1700000000116";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allocataires.formulaire_donnee (
        departement text not null,
        formulaire text not null,
        du date not null,
        code text not null,
        ordre int not null check (ordre > 0),
        fraicheur_jours int check (fraicheur_jours > 0),
        libelle text not null,
        source text not null,
        au date,
        primary key (departement, formulaire, du, code),
        constraint un_rang_par_donnee unique (departement, formulaire, du, ordre),
        constraint formulaire_dans_l_ordre check (au is null or au >= du)
      );
      comment on table allocataires.formulaire_donnee is 'Données de chaque formulaire, par version (du, au). La liste d’un département remplace celle de tous (*).';
      grant select on allocataires.formulaire_donnee to unefois_allocataires;`);
    for (const [formulaire, codes, source] of FORMULAIRES) {
      for (const [i, code] of codes.split(" ").entries()) {
        const jours = formulaire === "ANNEXE_4" ? null : (FRAICHEURS.find(([, siennes]) => siennes.includes(code))?.[0] ?? null);
        await runner.query(
          `insert into allocataires.formulaire_donnee (departement, formulaire, du, code, ordre, fraicheur_jours, libelle, source)
           values ('*', $1, '2025-01-01', $2, $3, $4, $5, $6)`,
          [formulaire, code, i + 1, jours, LIBELLES[code], source],
        );
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table allocataires.formulaire_donnee");
  }
}
