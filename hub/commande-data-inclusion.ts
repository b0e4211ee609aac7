import type { Command } from "commander";
import { FORMATS, type Format } from "../subgraphs/offre-insertion/data-inclusion/lecture/lire";
import {
  ABSENCES_PAR_DEFAUT,
  PERTE_MAX_PAR_DEFAUT,
  type SuiviDuFlux,
} from "../subgraphs/offre-insertion/data-inclusion/suivi/flux-complet";
import { importerDataInclusion } from "../subgraphs/offre-insertion/import-data-inclusion";
import type { Run } from "./command";
import { entier, unDe } from "./option-valeurs";
import { Sentence } from "./sentence";

interface Options {
  structures: string[];
  services: string[];
  format?: Format;
  version?: 0 | 1;
  source: string[];
  complet?: boolean;
  absences?: number;
  perteMax?: number;
  confirmer?: boolean;
  json?: boolean;
}

/** `import data-inclusion`: see docs/catalogue.md. */
export function addDataInclusion(group: Command, run: Run): void {
  group
    .command("data-inclusion")
    .description("structures et services de data·inclusion (v1, ou v0 comme le flux de DORA), en JSON ou CSV : docs/catalogue.md")
    .option("--structures <fichiers...>", "fichiers de structures : liste JSON, pages de l’API, ou CSV", [])
    .option("--services <fichiers...>", "fichiers de services", [])
    .option("--format <json|csv>", "format des fichiers ; sans elle, leur extension le dit", unDe(FORMATS))
    .option(
      "--version <0|1>",
      "schéma des fiches ; sans elle, chacune est reconnue à ses champs",
      (texte) => Number(unDe(["0", "1"])(texte)) as 0 | 1,
    )
    .option("--complet", "les fichiers disent tout d’une source : ce qu’ils ne nomment plus compte une absence")
    .option("--source <sources...>", "avec --complet : sources que les fichiers disent en entier ; sans elle, celles qu’ils nomment", [])
    .option(
      "--absences <jours>",
      `avec --complet : absences avant qu’une fiche soit retirée, gardées pour la source (${ABSENCES_PAR_DEFAUT} d’abord)`,
      entier(1, 365),
    )
    .option(
      "--perte-max <pourcent>",
      `avec --complet : au-delà, un flux qui perd d’un coup est suspect (${PERTE_MAX_PAR_DEFAUT} par défaut)`,
      entier(0, 100),
    )
    .option("--confirmer", "avec --complet : compte les absences d’un flux suspect")
    .option("--json", "écrit les compteurs en JSON")
    .action((o: Options) => {
      if (o.structures.length + o.services.length === 0)
        throw new Sentence("Donnez --structures <fichiers>, --services <fichiers>, ou les deux.", 2);
      return run(o, (c) => importerDataInclusion({ ...o, complet: suiviDe(o) }, c));
    });
}

function suiviDe(o: Options): SuiviDuFlux | undefined {
  const { source, complet, absences, confirmer, perteMax } = o;
  if (complet) return { sources: source, absences, confirmer, perteMax };
  if (source.length > 0 || absences !== undefined || confirmer || perteMax !== undefined)
    throw new Sentence("--source, --absences, --perte-max et --confirmer vont avec --complet.", 2);
  return undefined;
}
