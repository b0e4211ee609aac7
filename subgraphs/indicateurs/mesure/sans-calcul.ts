import { INTERNE_SANS_CALCUL } from "../definitions/interne/interne";
import { OARSA_SANS_CALCUL } from "../definitions/oarsa/oarsa";
import { PLAN_PAUVRETE_SANS_CALCUL } from "../definitions/plan-pauvrete/plan-pauvrete";
import type { Fiche } from "./fiche";

/** Lines that a table of the State asks for and that the hub cannot tell: nobody fills them here either, and they say why. Code → what is told. */
export const SANS_CALCUL: ReadonlyMap<string, Fiche> = new Map(
  [...OARSA_SANS_CALCUL, ...PLAN_PAUVRETE_SANS_CALCUL, ...INTERNE_SANS_CALCUL].map(({ definition, pourquoi }) => [
    definition.code,
    { ...definition, calcule: false, pourquoi, ventilations: [] },
  ]),
);
