import fs from "node:fs";
import { projectFile } from "../../shared/project-folder";

const lues = new Map<string, string[]>();

/** Codes of a referential of data·inclusion (data/data-inclusion/extra), read once. */
export function valeursDe(referentiel: string): string[] {
  const connues = lues.get(referentiel);
  if (connues) return connues;
  const fichier = projectFile("data", "data-inclusion", "extra", `${referentiel}.json`);
  const valeurs = (JSON.parse(fs.readFileSync(fichier, "utf8")) as { value: string }[]).map(({ value }) => value);
  lues.set(referentiel, valeurs);
  return valeurs;
}
