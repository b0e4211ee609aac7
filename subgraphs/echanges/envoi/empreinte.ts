import { createHash } from "node:crypto";

/** SHA-256, in hexadecimal, of a payload whatever the order of its fields. */
export const empreinteDe = (corps: unknown): string => createHash("sha256").update(ordonne(corps)).digest("hex");

function ordonne(valeur: unknown): string {
  if (Array.isArray(valeur)) return `[${valeur.map(ordonne).join(",")}]`;
  if (valeur === null || typeof valeur !== "object") return JSON.stringify(valeur) ?? "null";
  const champs = Object.entries(valeur).filter(([, v]) => v !== undefined);
  return `{${champs
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([nom, v]) => `${JSON.stringify(nom)}:${ordonne(v)}`)
    .join(",")}}`;
}

/** Paths of the values of a payload, as the table of legal bases names them. */
export function cheminsDe(corps: unknown, chemin = ""): string[] {
  if (Array.isArray(corps)) return [...new Set(corps.flatMap((element) => cheminsDe(element, `${chemin}[]`)))];
  if (corps === null || typeof corps !== "object") return corps === undefined || chemin === "" ? [] : [chemin];
  return Object.entries(corps).flatMap(([nom, valeur]) => cheminsDe(valeur, chemin === "" ? nom : `${chemin}.${nom}`));
}
