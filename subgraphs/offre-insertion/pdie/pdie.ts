import type { ParcoursLocalRow } from "../../shared/contrat/parcours-local";

export const NATURES_MARCHE = ["MARCHE", "APPEL_A_PROJETS", "CONVENTION"] as const;
export type NatureMarche = (typeof NATURES_MARCHE)[number];

export const TYPES_FINANCEUR = ["ETAT", "DEPARTEMENT", "FSE_PLUS", "REGION", "FRANCE_TRAVAIL", "AUTRE"] as const;
export type TypeFinanceur = (typeof TYPES_FINANCEUR)[number];

/** The 15 types of action of table 4 of the OARSA survey (DREES), as webRSA names them. */
export const NATURES_ACTION_OARSA = [
  "ACQUERIR_COMPETENCES_PRO",
  "PARCOURS_RECHERCHE_EMPLOI",
  "IAE",
  "ACTIVITE_NON_SALARIALE",
  "EMPLOI_AIDE",
  "EMPLOI_NON_AIDE",
  "LIEN_SOCIAL",
  "MOBILITE",
  "ACCES_LOGEMENT",
  "ACCES_SOINS",
  "AUTONOMIE_FINANCIERE",
  "FAMILLE_PARENTALITE",
  "ILLETTRISME",
  "DEMARCHES_ADMINISTRATIVES",
  "AUTRES",
] as const;
export type NatureActionOarsa = (typeof NATURES_ACTION_OARSA)[number];

export interface Marche {
  reference: string;
  nature: NatureMarche;
  objet: string | null;
  titulaire: string | null;
  debut: string | null;
  fin: string | null;
  montantCentimes: number | null;
}

export interface Financement {
  type: TypeFinanceur;
  nom: string;
  montantCentimes: number;
  exercice: number;
}

/** Places of one year. `placesOccupees` is null for a year to come. */
export interface PlacesExercice {
  exercice: number;
  placesFinancees: number | null;
  placesOccupees: number | null;
}

/** What the file of a Département adds to an offer. Amounts in centimes, volumes in hours. */
export interface Pdie {
  offre: string;
  programme: string | null;
  axe: string | null;
  ficheAction: string | null;
  marche: Marche | null;
  parcours: ParcoursLocalRow[];
  volumeHoraireTotal: number | null;
  publicCible: string | null;
  natureActivite: NatureActionOarsa | null;
  exercice: number | null;
  placesFinancees: number | null;
  placesOccupees: number;
  placesParExercice: PlacesExercice[];
  coutUnitaireCentimes: number | null;
  budgetCentimes: number | null;
  financeurs: Financement[];
  compteDansLes15Heures: boolean;
}

/** Places that are left: never less than none, for those who keep a place when a year finances fewer. Null: not limited, or not known. */
export const placesLibres = (financees: number | null, occupees: number): number | null =>
  financees === null ? null : Math.max(0, financees - occupees);
