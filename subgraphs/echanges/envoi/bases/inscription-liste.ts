import type { TexteLegal } from "../base-legale";

/** A line of the weekly list: what knows a person and registers her. Neither telephone nor e-mail: the payer gives them for the automatic
 * registration, and nothing here needs them. */
export const INSCRIPTION_LISTE = {
  reference: "L5311_8",
  semaine: "L5311_8",
  nature: "L5411_1",
  parcours: "L262_29",
  numeroFranceTravail: "L5311_8",
  nir: "R262_102",
  dateNaissance: "R262_102",
  civilite: "R262_102",
  nom: "R262_102",
  nomUsage: "R262_102",
  prenoms: "R262_102",
  adresse: "R262_102",
  codeInsee: "R262_102",
  commune: "R262_102",
} as const satisfies Record<string, TexteLegal>;
