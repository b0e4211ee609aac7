import fs from "node:fs";
import { projectFile } from "../../shared/project-folder";

let pilote: string[] | null = null;

/** Communes of the pilot territory of the 94 (contract 2024, volet 3). */
export function communesPilotes(): string[] {
  pilote ??= fs
    .readFileSync(projectFile("data", "contrat-94-2024", "territoires.csv"), "utf8")
    .split("\n")
    .map((ligne) => ligne.split(",")[0]!)
    .filter((code) => /^\d{5}$/.test(code));
  return pilote;
}

/** Communes of a territory of a département: null for the whole of it, undefined when it is no territory of it. */
export function communesDuTerritoire(code: string | null, departement: string): string[] | null | undefined {
  if (code === null || code === departement) return null;
  if (code === `${departement}-PILOTE` && departement === "94") return communesPilotes();
  return /^[0-9][0-9AB][0-9]{3}$/.test(code) && code.startsWith(departement) ? [code] : undefined;
}
