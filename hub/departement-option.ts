import { DEPARTEMENTS } from "../subgraphs/allocataires/caf/nomenclature";
import { Sentence } from "./sentence";

/** Reads the value of every `--departement`: the code of a French département. Sentence, exit code 2, before any database is opened. */
export function departementOption(code: string): string {
  if (DEPARTEMENTS.has(code)) return code;
  throw new Sentence(`« ${code} » n’est pas le code d’un département : 01 à 95, 2A, 2B, ou 971 à 978.`, 2);
}
