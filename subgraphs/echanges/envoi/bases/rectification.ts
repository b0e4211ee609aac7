import type { TexteLegal } from "../base-legale";

/** A line of the file that asks a payer (CAF, MSA) to correct what it says of a person: which file of its own, which fields, what she says is true. No name, no NIR. */
export const RECTIFICATION = {
  ligne: "RGPD_16",
  demande: "RGPD_16",
  organismePayeur: "R262_102",
  numeroDemande: "R262_102",
  role: "R262_102",
  matricule: "R262_102",
  donnee: "RGPD_16",
  champs: "RGPD_16",
  recueLe: "RGPD_16",
  valeur: "RGPD_16",
  precisions: "RGPD_16",
} as const satisfies Record<string, TexteLegal>;
