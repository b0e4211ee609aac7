import type { Indicateur } from "../../mesure/calcul";
import type { LigneSansCalcul } from "../oarsa/ligne";
import { DELAIS_DU_PARCOURS } from "./delais";
import { ECHANGES } from "./echanges";
import { RESEAU_EMPLOI, RESEAU_EMPLOI_SANS_CALCUL } from "./reseau-emploi";
import { UNE_FOIS } from "./une-fois";

/** What the hub measures of itself, and what the réseau pour l’emploi asks. */
export const INTERNE: readonly Indicateur[] = [...UNE_FOIS, ...ECHANGES, ...DELAIS_DU_PARCOURS, ...RESEAU_EMPLOI];
export const INTERNE_SANS_CALCUL: readonly LigneSansCalcul[] = RESEAU_EMPLOI_SANS_CALCUL;
