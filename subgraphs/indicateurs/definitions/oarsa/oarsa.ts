import type { Indicateur } from "../../mesure/calcul";
import type { LigneSansCalcul } from "./ligne";
import { T1, T1_SANS_CALCUL } from "./t1-orientation";
import { T2, T2_SANS_CALCUL } from "./t2-contrats";
import { T3 } from "./t3-durees";
import { T4 } from "./t4-actions";
import { T5 } from "./t5-entrants";
import { T6, T6_SANS_CALCUL } from "./t6-reorientations";

/** The tables that the DREES asks for each year, line by line. */
export const OARSA: readonly Indicateur[] = [...T1, ...T2, ...T3, ...T4, ...T5, ...T6];
export const OARSA_SANS_CALCUL: readonly LigneSansCalcul[] = [...T1_SANS_CALCUL, ...T2_SANS_CALCUL, ...T6_SANS_CALCUL];
