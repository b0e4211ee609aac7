import { csv, jsonl } from "../depot/tableau";
import { habiliter } from "../envoi/base-legale";
import { SANCTION_EXECUTION } from "../envoi/bases/sanction-execution";
import type { LigneExecution } from "./execution";

/** Columns of the file, in their order. docs/fichier-sanctions.md tells each. */
export const COLONNES = [
  "ligne",
  "etape",
  "sanction",
  "organismePayeur",
  "numeroDemande",
  "role",
  "matricule",
  "nature",
  "quotitePourcent",
  "montantCentimes",
  "decideeLe",
  "decideePar",
  "debut",
  "fin",
  "effetLe",
  "annule",
] as const satisfies readonly (keyof LigneExecution)[];

/** What of a line has a legal basis. */
const permise = (ligne: LigneExecution): Partial<LigneExecution> => habiliter(ligne, SANCTION_EXECUTION).corps;

export const enJsonl = (lignes: readonly LigneExecution[]): Buffer => jsonl(lignes.map(permise), COLONNES);
export const enCsv = (lignes: readonly LigneExecution[]): Buffer => csv(lignes.map(permise), COLONNES);
