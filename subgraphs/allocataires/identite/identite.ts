import type { TypeIdentifiant } from "../vocabulaire";

/** A number that names a person, or her foyer. A NIR is in clear here, in memory and for the time of the comparison only: never in a log or an answer. */
export interface Numero {
  type: TypeIdentifiant;
  valeur: string;
  /** FONORG and NUMORG for a matricule: it is unique in one organisme only. */
  organisme: string | null;
}

/** A person's place in a foyer: the number of the request and her role in it (DEM, CJT…). */
export interface PlaceAuFoyer {
  numeroDemande: string;
  role: string | null;
}

/** What is compared of a person: what a source says of her, or what the hub knows. */
export interface Identite {
  /** Birth name. */
  nom: string;
  nomUsage: string | null;
  prenoms: string[];
  /** AAAA-MM-JJ; month and day may be 00 when the civil status does not know them. */
  dateNaissance: string | null;
  /** False when the source says that day or month is not known (TYPEDTNAI N or O): the date is then read by its year. */
  dateCertaine: boolean;
  /** Rank among the children born that day of the same mother (RGNAI): tells twins apart. */
  rangNaissance: number | null;
  sexe: "1" | "2" | null;
  communeNaissance: string | null;
  /** Commune of residence (INSEE). */
  codeInsee: string | null;
  telephone: string | null;
  courriel: string | null;
  numeros: Numero[];
  /** Foyers she is or was in, and those that a source says she comes from (NUMDEMRSAPRECE). */
  foyers: PlaceAuFoyer[];
}

/** A known person who may be the one received. */
export interface Candidat extends Identite {
  id: string;
}

/** How a received identity resembles a candidate. */
export interface CandidatNote {
  id: string;
  /** 0 to 100; 100 is what it takes to attach alone. */
  score: number;
  /** French sentences, without any value of a person. */
  raisons: string[];
}

/** UNIQUE: this person. AUCUN: nobody known. PLUSIEURS: one or several people may be her. CONFLIT: a number says one thing and the civil status another. */
export type Resultat =
  | { resultat: "UNIQUE"; allocataire: string; candidats: CandidatNote[] }
  | { resultat: "AUCUN"; candidats: [] }
  | { resultat: "PLUSIEURS" | "CONFLIT"; candidats: CandidatNote[] };
