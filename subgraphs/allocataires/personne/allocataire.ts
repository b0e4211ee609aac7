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
  provenance: Provenance;
}

/** The words of a search, as the hub stores names: capitals without accents, hyphens and apostrophes as spaces. */
export function motsDeRecherche(texte: string): string[] {
  return texte
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replaceAll("Œ", "OE")
    .replaceAll("Æ", "AE")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((mot) => mot !== "");
}

/** The forms under which a matricule is written: as given, without leading zeros, on seven digits. */
export function formesDuMatricule(valeur: string): string[] {
  const court = valeur.replace(/^0+/, "");
  return [...new Set([valeur, court, court.padStart(7, "0")])];
}
