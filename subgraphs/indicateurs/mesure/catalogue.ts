import { CONTRAT } from "../definitions/contrat";
import { FEUILLE_DE_ROUTE } from "../definitions/feuille-de-route";
import { INTERNE } from "../definitions/interne/interne";
import { OARSA } from "../definitions/oarsa/oarsa";
import { PLAN_PAUVRETE } from "../definitions/plan-pauvrete/plan-pauvrete";
import { VOLET_2 } from "../definitions/volet-2";
import { VOLET_3 } from "../definitions/volet-3";
import type { Indicateur } from "./calcul";

/** One line a family: those who add a family touch this list only. */
const INDICATEURS: readonly Indicateur[] = [
  ...VOLET_2, // contract, annexe 4 volet 2
  ...VOLET_3, // contract, annexe 4 volet 3
  ...FEUILLE_DE_ROUTE, // roadmap of May 2024
  ...CONTRAT, // the other lines of the contract, by theme
  ...OARSA, // DREES, tables T1 to T6
  ...PLAN_PAUVRETE, // tables A1 to B5
  ...INTERNE, // the hub itself, and the réseau pour l’emploi
];

/** The indicators that the hub computes: code → versions, oldest first. The others of the contract have a definition, and a result when someone enters one. */
export const CATALOGUE: ReadonlyMap<string, readonly Indicateur[]> = parCode(INDICATEURS);

function parCode(indicateurs: readonly Indicateur[]): Map<string, Indicateur[]> {
  const catalogue = new Map<string, Indicateur[]>();
  for (const indicateur of indicateurs) {
    const { code, version } = indicateur.definition;
    const versions = catalogue.get(code) ?? [];
    if (versions.some((autre) => autre.definition.version >= version))
      throw new Error(`${code} : la version ${version} n’est pas la suivante.`);
    catalogue.set(code, [...versions, indicateur]);
  }
  return catalogue;
}

/** A version of an indicator, the last one by default; null when the hub does not compute this code, or has no such version. */
export function indicateurDe(code: string, version: number | null = null): Indicateur | null {
  const versions = CATALOGUE.get(code) ?? [];
  return (version === null ? versions.at(-1) : versions.find(({ definition }) => definition.version === version)) ?? null;
}
