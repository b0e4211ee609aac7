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

/** The lines of a table follow one another, computed or not: `OARSA.T1.08` after `OARSA.T1.07`. Families stay in the order in which they come. */
export function dansLOrdre(fiches: readonly Fiche[]): Fiche[] {
  const famille = ({ code }: Fiche) => code.slice(0, code.lastIndexOf("."));
  const rangs = new Map([...new Set(fiches.map(famille))].map((nom, rang) => [nom, rang]));
  const rang = (fiche: Fiche) => rangs.get(famille(fiche))!;
  return [...fiches].sort((a, b) => rang(a) - rang(b) || a.code.localeCompare(b.code) || a.version - b.version);
}
