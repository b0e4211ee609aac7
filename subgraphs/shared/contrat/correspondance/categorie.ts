import type { CategorieParcours } from "../enums";
import { bijection, type Correspondance } from "./correspondance";

/** The three legal categories, as each system writes them. False friends: PS of the CAF is social, PSP of France Travail socio-professional,
 * and the local parcours REMOBILISATION_EMPLOI is EQUILIBRE, not REMOBILISATION. */

/** NATPARCOCAL, NATPARCOMOD of the flows of the CNAF. */
export const CATEGORIE_CAF = bijection<CategorieParcours, "PP" | "AS" | "PS">({ EMPLOI: "PP", EQUILIBRE: "AS", REMOBILISATION: "PS" });

/** « parcours » of « Orientation usager » v1. EO (entretien d’orientation) and IND (indéterminé) are no category: no decision yet. */
export const CATEGORIE_FRANCE_TRAVAIL: Correspondance<CategorieParcours, "PED" | "PSP" | "PSO" | "EO" | "IND"> = {
  vers: { EMPLOI: "PED", EQUILIBRE: "PSP", REMOBILISATION: "PSO" },
  depuis: { PED: "EMPLOI", PSP: "EQUILIBRE", PSO: "REMOBILISATION", EO: null, IND: null },
  pertes: { vers: [], depuis: ["EO", "IND"] },
};

/** `orientation_types.casf_category` of RDV-Insertion. */
export const CATEGORIE_RDV_INSERTION = bijection<CategorieParcours, "pro" | "socio_pro" | "social">({
  EMPLOI: "pro",
  EQUILIBRE: "socio_pro",
  REMOBILISATION: "social",
});

/** Types of orientation of WebRSA. Its own sending to France Travail swapped SOCIAL and SOCIOPRO: each system is tied to the legal category, never to another system. */
export const CATEGORIE_WEBRSA = bijection<CategorieParcours, "EMPLOI" | "SOCIOPRO" | "SOCIAL">({
  EMPLOI: "EMPLOI",
  EQUILIBRE: "SOCIOPRO",
  REMOBILISATION: "SOCIAL",
});
