import fs from "node:fs";
import { projectFile } from "../subgraphs/shared/project-folder";
import type { Tables, Verrou } from "./verifier";

const lire = (...nom: string[]) => JSON.parse(fs.readFileSync(projectFile(...nom), "utf8"));

/** The tables of this folder, as they are in the repository. */
export const lireTables = (): Tables => ({
  licences: lire("approvisionnement", "licences.json"),
  planchers: lire("approvisionnement", "planchers.json"),
  scripts: lire("approvisionnement", "scripts.json"),
});

export const lireVerrou = (): Verrou => lire("package-lock.json");
