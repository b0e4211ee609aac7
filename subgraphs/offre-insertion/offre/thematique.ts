import fs from "node:fs";
import { projectFile } from "../../shared/project-folder";

export const MAITRISER_LE_FRANCAIS = "lecture-ecriture-calcul--maitriser-le-francais";

let noms: Map<string, string> | null = null;

/** Libellé d’une thématique (référentiel de data·inclusion), en minuscules pour une phrase ; son code si le référentiel ne la connaît pas. */
export function nomDeThematique(code: string): string {
  noms ??= new Map(
    (
      JSON.parse(fs.readFileSync(projectFile("data", "data-inclusion", "extra", "thematiques.json"), "utf8")) as {
        value: string;
        label: string;
      }[]
    ).map(({ value, label }) => [value, label.charAt(0).toLowerCase() + label.slice(1)]),
  );
  return noms.get(code) ?? code;
}
