import type { Jour } from "../calendrier";
import type { Commune } from "../territoire/territoire";

export interface Personne {
  role: "DEM" | "CJT" | "ENF";
  /** Ordinal in the territory; never changes. */
  rang: number;
  sexe: 1 | 2;
  /** Name in use; `nomNaissance` when it is the same. As written by hand: « Le Bœuf ». */
  nom: string;
  nomNaissance: string;
  prenom: string;
  prenom2: string | null;
  naissance: Jour;
  /** Null for the few who wait for one. */
  nir: string | null;
  /** The one she has, or will have. */
  nirDefinitif: string;
  villeNaissance: string;
  soumise: boolean;
  /** Identifier of the former ASSEDIC, seven digits and a letter. */
  assedic: string | null;
}

export interface Adresse {
  du: Jour;
  commune: Commune;
  numero: number;
  typeVoie: string;
  voie: string;
}

export interface Foyer {
  index: number;
  /** True: came in during the year; false: was in the first stock. */
  flux: boolean;
  numeroDemande: string;
  /** NUMDEMRSAPRECE: the request before this one. */
  precedent: string | null;
  matricule: number;
  demande: Jour;
  ouverture: Jour;
  /** Came from another caisse that day; null otherwise. */
  mutation: Jour | null;
  /** Day of the first file that names it. */
  entree: Jour;
  personnes: Personne[];
  situationFamille: string;
  /** Oldest first. */
  adresses: Adresse[];
}

/** A state of the right, from a day on. `code`: ETATDOSRSA. `motif`: MOTICLORSA, MOTISUSDRORSA, MOTISUSVERSRSA or MOTIREFURSA. */
export interface Etat {
  du: Jour;
  code: "0" | "1" | "2" | "3" | "4" | "5" | "6";
  motif: string | null;
  /** Day of the closure, when it is not `du` (code 6). */
  le?: Jour;
}

export interface Droits {
  /** Oldest first; the first is that of the first file. */
  etats: Etat[];
  /** Day of the end of the right, or null. */
  cloture: Jour | null;
  /** Closed because the household went away, or took up work; null when neither. */
  cause: "DEMENAGEMENT" | "RESSOURCES" | "AUTRE" | null;
}
