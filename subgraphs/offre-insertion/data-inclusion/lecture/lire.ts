import fs from "node:fs";
import path from "node:path";
import { ImportRefuse } from "../../../shared/import";
import { lireCsv } from "./csv";
import { type Element, lireListe, type Page } from "./liste-json";

export const FORMATS = ["json", "csv"] as const;
export type Format = (typeof FORMATS)[number];

/** The format of a file: what was asked, else its extension; JSON when it says nothing. */
export const formatDe = (fichier: string, demande?: Format): Format =>
  demande ?? (path.extname(fichier).toLowerCase() === ".csv" ? "csv" : "json");

/** The records of a file, each as one JSON text. Refuses the file: FICHIER_INTROUVABLE, and what its format refuses. */
export function lireFichier(
  fichier: string,
  format: Format,
  page: (page: Page) => void,
): { taille: number; elements: AsyncGenerator<Element> } {
  const taille = tailleDe(fichier);
  return { taille, elements: format === "csv" ? lireCsv(fichier) : lireListe(fichier, page) };
}

function tailleDe(fichier: string): number {
  try {
    const etat = fs.statSync(fichier);
    if (etat.isFile()) return etat.size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  throw new ImportRefuse("FICHIER_INTROUVABLE", `« ${fichier} » n’existe pas ou n’est pas un fichier. Rien n’a été appliqué.`);
}
