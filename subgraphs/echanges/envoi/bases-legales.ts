import type { BasesLegales } from "./base-legale";
import { CONTRAT_ENGAGEMENT } from "./bases/contrat-engagement";
import { DIAGNOSTIC } from "./bases/diagnostic";
import { IDENTIFICATION_USAGER } from "./bases/identification-usager";
import { INSCRIPTION_LISTE } from "./bases/inscription-liste";
import { ORIENTATION_DEMANDE } from "./bases/orientation-demande";
import { ORIENTATION_RESULTAT } from "./bases/orientation-resultat";
import { RDV_A_POSITIONNER } from "./bases/rdv-a-positionner";
import { RENDEZ_VOUS } from "./bases/rendez-vous";
import { SANCTION_DECISION } from "./bases/sanction-decision";
import { SANCTION_MANQUEMENT } from "./bases/sanction-manquement";

/** Every field that may leave for France Travail, by object then by path, with the code of its text. One file an object. */
export const BASES_LEGALES: BasesLegales = {
  IDENTIFICATION_USAGER,
  INSCRIPTION_LISTE,
  ORIENTATION_DEMANDE,
  ORIENTATION_RESULTAT,
  DIAGNOSTIC,
  CONTRAT_ENGAGEMENT,
  RDV_A_POSITIONNER,
  RDV_POSITIONNE: RENDEZ_VOUS,
  RDV_PRESENCE: RENDEZ_VOUS,
  SANCTION_DECISION,
  SANCTION_MANQUEMENT,
};
