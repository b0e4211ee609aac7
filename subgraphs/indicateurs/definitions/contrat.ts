import { ACCOMPAGNEMENT } from "./contrat/accompagnement";
import { COMPLEMENTS } from "./contrat/complements";
import { ESE_DU_CONTRAT } from "./contrat/ese";
import { INSCRIPTION } from "./contrat/inscription";
import { OFFRE } from "./contrat/offre";
import { RETOUR_A_L_EMPLOI } from "./contrat/retour-emploi";
import { REVISIONS } from "./contrat/revisions";
import { SOLUTIONS_LOCALES } from "./contrat/solutions";
import { SOLUTIONS_NATIONALES } from "./contrat/solutions-nationales";

/** Lines of the contract by theme, beside those of the orientation (volet-2, volet-3, feuille-de-route), and what completes them. */
export const CONTRAT = [
  ...ESE_DU_CONTRAT,
  ...SOLUTIONS_LOCALES,
  ...SOLUTIONS_NATIONALES,
  ...INSCRIPTION,
  ...ACCOMPAGNEMENT,
  ...REVISIONS,
  ...RETOUR_A_L_EMPLOI,
  ...OFFRE,
  ...COMPLEMENTS,
];
