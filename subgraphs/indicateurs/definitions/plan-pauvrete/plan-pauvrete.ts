import type { Indicateur } from "../../mesure/calcul";
import type { LigneSansCalcul } from "../oarsa/ligne";
import { A1 } from "./a1-entrees";
import { A2_COHORTES } from "./a2-cohortes";
import { A2, A2_SANS_CALCUL } from "./a2-parcours";
import { B1 } from "./b1-premiere-orientation";
import { B4 } from "./b4-premier-rendez-vous";
import { B5 } from "./b5-contrats";

/** The follow-up tables of the plan pauvreté, each line with and without the notion of a suspended right. */
export const PLAN_PAUVRETE: readonly Indicateur[] = [...A1, ...A2, ...A2_COHORTES, ...B1, ...B4, ...B5];
export const PLAN_PAUVRETE_SANS_CALCUL: readonly LigneSansCalcul[] = A2_SANS_CALCUL;
