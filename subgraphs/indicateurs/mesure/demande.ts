import { CodedError } from "../../shared/coded-error";
import type { Indicateur } from "./calcul";
import { CATALOGUE, indicateurDe } from "./catalogue";
import { coupesDe, lireCoupes } from "./coupe";
import { SANS_CALCUL } from "./sans-calcul";
import { estDuRessort, lireTerritoire, type Territoire } from "./territoire";

/** What a caller asks, before it is read. */
export interface Voulu {
  code: string;
  version?: number | null;
  ventilation?: string | null;
}

export const invalide = (champ: string, message: string, plus: Record<string, unknown> = {}): CodedError =>
  new CodedError("ARGUMENT_INVALIDE", message, { champ, ...plus });

/** The territory that an argument names, or null when it does not exist or is of another département. */
export function territoireDuRessort(code: string, departement: string): Territoire | null {
  const territoire = lireTerritoire(code);
  return territoire && estDuRessort(territoire, departement) ? territoire : null;
}

/** Errors: ARGUMENT_INVALIDE when the period ends before it begins, or the day of knowledge is to come. */
export function verifierDates({ debut, fin, connuLe }: { debut: string; fin: string; connuLe?: string | null }, aujourdhui: string): void {
  if (debut > fin) throw invalide("fin", `La période finit (${fin}) avant de commencer (${debut}).`);
  if (connuLe && connuLe > aujourdhui) throw invalide("connuLe", `Ce qui sera connu le ${connuLe} ne l’est pas encore.`);
}

/** The version and the cuts that are asked of an indicator of the catalogue. Errors: ARGUMENT_INVALIDE. */
export function lireVoulu(voulu: Voulu): { indicateur: Indicateur; coupes: readonly string[] } {
  const indicateur = indicateurDe(voulu.code, voulu.version ?? null);
  if (!indicateur) throw versionInconnue(voulu);
  const coupes = lireCoupes(indicateur.calcul, voulu.ventilation);
  if (coupes) return { indicateur, coupes };
  const ventilations = coupesDe(indicateur.calcul);
  const message = `L’indicateur ${voulu.code} se ventile par : ${ventilations.join(", ")}. Deux se croisent, séparées d’une virgule.`;
  throw invalide("ventilation", message, { ventilations });
}

export function versionInconnue({ code, version }: Voulu): CodedError {
  const versions = CATALOGUE.get(code)?.map(({ definition }) => definition.version) ?? [1];
  return invalide("version", `L’indicateur ${code} n’a pas de version ${version} : demandez ${versions.join(" ou ")}.`, { versions });
}

export const codeInexistant = (code: string, codes: readonly string[]): CodedError =>
  invalide("code", `L’indicateur « ${code.slice(0, 40)} » n’existe pas. La requête definitionsIndicateurs donne tous les codes.`, {
    codes: [...new Set([...codes, ...CATALOGUE.keys(), ...SANS_CALCUL.keys()])],
  });
