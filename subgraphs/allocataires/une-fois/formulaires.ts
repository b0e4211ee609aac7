import type { Formulaire } from "../vocabulaire";

/** A datum of a form. `fraicheurJours`: after so many days it is to be confirmed; null: it does not age. */
export interface DonneeDeFormulaire {
  code: string;
  fraicheurJours: number | null;
}

const stable = (...codes: string[]): DonneeDeFormulaire[] => codes.map((code) => ({ code, fraicheurJours: null }));
const fraiche = (fraicheurJours: number, ...codes: string[]): DonneeDeFormulaire[] => codes.map((code) => ({ code, fraicheurJours }));

const SIX_MOIS = 182;
const UN_AN = 365;

const IDENTITE = stable("NOM", "PRENOMS", "DATE_NAISSANCE");
const CONTACT = [...fraiche(SIX_MOIS, "TELEPHONE", "COURRIEL"), ...fraiche(UN_AN, "ADRESSE", "COMMUNE")];
const SITUATION = fraiche(UN_AN, "NIVEAU_QUALIFICATION", "SITUATION_EMPLOI", "PROJET_PROFESSIONNEL", "PROCHE_AIDANT", "FREINS");

/** The four forms as data. ORIENTATION and DIAGNOSTIC follow the criteria of the law (L. 5411-5-2, arrêtés du 21 novembre 2024),
 * ANNEXE_4 is data/contrat-94-2024/donnees-a-fournir.csv, code for code. */
export const FORMULAIRES_ET_DONNEES: Record<Formulaire, DonneeDeFormulaire[]> = {
  ORIENTATION: [
    ...IDENTITE,
    ...stable("NIR", "NUMERO_DEMANDE_RSA", "IDENTIFIANT_FRANCE_TRAVAIL", "DATE_OUVERTURE_DROITS", "DATE_NOTIFICATION"),
    ...CONTACT,
    ...fraiche(SIX_MOIS, "COMPOSITION_FOYER"),
    ...SITUATION,
  ],
  DIAGNOSTIC: [
    ...IDENTITE,
    ...CONTACT,
    ...fraiche(SIX_MOIS, "COMPOSITION_FOYER"),
    ...stable("TYPE_PARCOURS"),
    ...SITUATION,
    ...fraiche(UN_AN, "METIERS_RECHERCHES"),
  ],
  CONTRAT_ENGAGEMENT: [
    ...IDENTITE,
    ...stable("IDENTIFIANT_FRANCE_TRAVAIL", "NUMERO_DEMANDE_RSA", "DATE_ORIENTATION", "TYPE_PARCOURS", "ORGANISME_REFERENT", "REFERENT"),
    ...CONTACT,
    ...fraiche(UN_AN, "PROJET_PROFESSIONNEL", "FREINS"),
  ],
  ANNEXE_4: stable(
    "IDENTIFIANT_FRANCE_TRAVAIL",
    "IDENTIFIANT_RSA",
    "DATE_OUVERTURE_DROITS",
    "DATE_NOTIFICATION",
    "DATE_ENTREE_DISPOSITIF",
    "DATE_RDV_ORIENTATION",
    "DIAGNOSTIC",
    "TYPE_PARCOURS",
    "DATES_RDV_ACCOMPAGNEMENT",
    "PRESTATIONS",
  ),
};
