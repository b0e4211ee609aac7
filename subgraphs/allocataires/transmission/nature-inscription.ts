import type { CategorieParcours } from "../../shared/contrat/enums";

/** What is asked of France Travail for a new entrant: to register her, or only to know her. */
export type NatureInscription = "A_INSCRIRE" | "A_IDENTIFIER";

export interface SituationInscription {
  soumisDroitsDevoirs: boolean;
  /** Rights open and no exit, by the last entry. */
  droitsOuverts: boolean;
  /** New entrant of the flows: who was already in the first stock is no new one. */
  nouvelEntrant: boolean;
  /** Category of the orientation that runs; null without a decision. */
  categorie: CategorieParcours | null;
  /** Last status at France Travail that the hub knows. */
  statut: "IDENTIFIE" | "INSCRIT" | "CESSE" | "RADIE" | null;
  /** A number of France Travail is in force. */
  numeroConnu: boolean;
}

/** What the weekly list asks for, or null. Source: feuille de route (à inscrire : emploi et socio-professionnel ; à identifier : social). */
export function natureInscription(s: SituationInscription): NatureInscription | null {
  if (!s.soumisDroitsDevoirs || !s.droitsOuverts || !s.nouvelEntrant || s.categorie === null) return null;
  if (s.categorie === "REMOBILISATION") return s.statut === null && !s.numeroConnu ? "A_IDENTIFIER" : null;
  return s.statut === "INSCRIT" ? null : "A_INSCRIRE";
}
