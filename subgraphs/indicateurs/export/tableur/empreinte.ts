import { createHash } from "node:crypto";
import type { Classeur, ClasseurScelle } from "./classeur";

/** A value as JSON with its keys in order: two objects that say the same give the same text. */
export function canonique(valeur: unknown): string {
  if (Array.isArray(valeur)) return `[${valeur.map(canonique).join(",")}]`;
  if (valeur === null || typeof valeur !== "object") return JSON.stringify(valeur);
  const entrees = Object.entries(valeur)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entrees.map(([cle, v]) => `${JSON.stringify(cle)}:${canonique(v)}`).join(",")}}`;
}

/** Adds the fingerprint of all that the workbook says: figures, scope, dates, definitions and their versions. */
export function sceller(classeur: Classeur): ClasseurScelle {
  return { ...classeur, empreinte: createHash("sha256").update(canonique(classeur)).digest("hex") };
}
