import fs from "node:fs";
import { projectFile } from "../../shared/project-folder";
import type { Libelles } from "./donnees-consultees";

let lus: Libelles | null = null;

/** The words of the coordinates, as the project ships them (`npm run schema` writes them). Read once. */
export function libellesDesChamps(): Libelles {
  lus ??= JSON.parse(fs.readFileSync(projectFile("schema", "libelles.json"), "utf8")) as Libelles;
  return lus;
}
