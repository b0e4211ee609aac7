import type { BasesLegales } from "./base-legale";
import { IDENTIFICATION_USAGER } from "./bases/identification-usager";
import { ORIENTATION_RESULTAT } from "./bases/orientation-resultat";
import { RENDEZ_VOUS } from "./bases/rendez-vous";

/** Every field that may leave for France Travail, by object then by path, with the code of its text. One file an object. */
export const BASES_LEGALES: BasesLegales = {
  IDENTIFICATION_USAGER,
  ORIENTATION_RESULTAT,
  RDV_POSITIONNE: RENDEZ_VOUS,
  RDV_PRESENCE: RENDEZ_VOUS,
};
