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

/** JSON Lines, UTF-8: one object a line, all the columns, a newline at the end of each. */
export const enJsonl = (lignes: readonly LigneExecution[]): Buffer =>
  Buffer.from(
    lignes
      .map(permise)
      .map((l) => `${JSON.stringify(Object.fromEntries(COLONNES.map((c) => [c, l[c] ?? null])))}\n`)
      .join(""),
  );

/** CSV, UTF-8 without mark, semicolon; numbers as JSON writes them, nothing for what is not known. RFC 4180 quoting, CRLF. */
export const enCsv = (lignes: readonly LigneExecution[]): Buffer =>
  Buffer.from(
    [COLONNES as readonly string[], ...lignes.map(permise).map((l) => COLONNES.map((c) => cellule(l[c])))]
      .map((r) => `${r.join(";")}\r\n`)
      .join(""),
  );

const cellule = (valeur: string | number | null | undefined): string => {
  const texte = valeur === null || valeur === undefined ? "" : String(valeur);
  return /[;"\r\n]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte;
};
