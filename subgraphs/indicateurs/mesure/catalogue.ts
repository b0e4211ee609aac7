import type { Indicateur } from "./calcul";
import { FEUILLE_DE_ROUTE } from "./feuille-de-route";
import { VOLET_2 } from "./volet-2";
import { VOLET_3 } from "./volet-3";

/** The indicators that the hub computes, by code. The others of the contract have a definition, and a result when someone enters one. */
export const CATALOGUE: ReadonlyMap<string, Indicateur> = new Map(
  [...VOLET_2, ...VOLET_3, ...FEUILLE_DE_ROUTE].map((indicateur) => [indicateur.definition.code, indicateur]),
);
