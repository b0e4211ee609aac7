import { DateTime } from "luxon";
import type { LigneGardee } from "./export.repository";
import { colonnesDe, type Fichier } from "./fichiers";

/** A byte order mark, so that a spreadsheet reads the accents. */
const MARQUE = "\uFEFF";

/** The text of a file: a header, then a line each, semicolons between. Reading it again gives the same lines. */
export function enCsv(fichier: Fichier, lignes: readonly LigneGardee[]): string {
  const colonnes = colonnesDe(fichier);
  const textes = lignes.map((ligne) => colonnes.map((colonne) => cellule(colonne, ligne[colonne] ?? null)).join(";"));
  return `${MARQUE}${[colonnes.join(";"), ...textes].join("\n")}\n`;
}

function cellule(colonne: string, valeur: LigneGardee[string]): string {
  const texte = texteDe(colonne, valeur);
  return /[";\r\n]|^[\s#]|\s$/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte;
}

function texteDe(colonne: string, valeur: LigneGardee[string]): string {
  if (valeur === null) return "";
  if (typeof valeur === "boolean") return valeur ? "oui" : "non";
  if (Array.isArray(valeur)) return valeur.join("|");
  if (valeur instanceof Date) return DateTime.fromJSDate(valeur, { zone: "Europe/Paris" }).toFormat("yyyy-MM-dd'T'HH:mmZZ");
  if (typeof valeur === "number") return colonne.endsWith("_eur") ? euros(valeur) : String(valeur).replace(".", ",");
  return valeur;
}

/** Centimes as euros: 1200, or 1200,50. */
function euros(centimes: number): string {
  const reste = centimes % 100;
  return `${Math.floor(centimes / 100)}${reste === 0 ? "" : `,${String(reste).padStart(2, "0")}`}`;
}
