import type { Commune } from "../../shared/contrat/commune";
import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";

/** A person, as the hub knows her. Dates are civil dates (Europe/Paris). */
export interface Allocataire extends ProvenanceColumns {
  id: string;
  departement: string;
  civilite: string | null;
  nom: string;
  nomUsage: string | null;
  prenoms: string[];
  dateNaissance: string;
  codeInsee: string | null;
  commune: Commune | null;
  adresse: string | null;
  telephone: string | null;
  courriel: string | null;
  soumisDroitsDevoirs: boolean;
  /** Fields that she had limited: kept, not served. */
  limitees?: string[];
  provenance: Provenance;
}

const LIGATURES: Record<string, string> = { Œ: "OE", Æ: "AE", Ø: "O", Ł: "L", Đ: "D", Ð: "D", Ħ: "H" };

/** The words of a search, as names are searched (SQL function `mots_du_nom`): capitals without accents, hyphens and apostrophes as spaces. */
export function motsDeRecherche(texte: string): string[] {
  return texte
    .normalize("NFD")
    .replace(/[\u0300-\u036f]+/g, "")
    .toUpperCase()
    .replace(/[ŒÆØŁĐÐĦ]/g, (lettre) => LIGATURES[lettre]!)
    .split(/[\p{Cc}\u0020-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000]+/u)
    .filter((mot) => mot !== "");
}

/** The forms under which a matricule is written: as given, without leading zeros, on seven digits. */
export function formesDuMatricule(valeur: string): string[] {
  const court = valeur.replace(/^0+/, "");
  return [...new Set([valeur, court, court.padStart(7, "0")])];
}
