import type { TexteLegal } from "../base-legale";

/** What « rechercher usager » is asked with: the NIR and the birth date, or the number. */
export const IDENTIFICATION_USAGER = {
  nir: "R262_102",
  dateNaissance: "R262_102",
  numeroFranceTravail: "L5311_8",
} as const satisfies Record<string, TexteLegal>;
