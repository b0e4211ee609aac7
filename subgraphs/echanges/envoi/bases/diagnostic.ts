import type { TexteLegal } from "../base-legale";

/** The contraintes by code and how much they weigh. Situations and objectives, which explain them, have no basis here and do not leave. */
export const DIAGNOSTIC = {
  "contraintes.dateExploration": "L5311_8",
  "contraintes.contraintesAEnregistrer[].code": "L5311_8",
  "contraintes.contraintesAEnregistrer[].valeur": "L5311_8",
  "contraintes.contraintesAEnregistrer[].impact": "L5311_8",
  "contraintes.contraintesAEnregistrer[].estPrioritaire": "L5311_8",
  "contraintes.declareSansContrainteAEnregistrer": "L5311_8",
  "autonomieNumerique.dateExploration": "L5311_8",
  "autonomieNumerique.contrainteAEnregistrer.code": "L5311_8",
  "autonomieNumerique.contrainteAEnregistrer.valeur": "L5311_8",
  "autonomieNumerique.contrainteAEnregistrer.impact": "L5311_8",
  "autonomieNumerique.contrainteAEnregistrer.estPrioritaire": "L5311_8",
} as const satisfies Record<string, TexteLegal>;
