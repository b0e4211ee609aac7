import type { TexteLegal } from "../base-legale";

export const ORIENTATION_RESULTAT = {
  etat_decision: "L262_29",
  date_decision: "L262_29",
  motif_refus: "L262_29",
  parcours: "L262_29",
  "referent_parcours.organisme.code": "L262_29",
  "referent_parcours.structure.code": "ARRETE_2024_07_03",
  date_entree_parcours: "L262_29",
  origine: "ARRETE_2024_07_03",
} as const satisfies Record<string, TexteLegal>;
