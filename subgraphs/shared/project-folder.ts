import fs from "node:fs";
import path from "node:path";

let root: string | null = null;

/** The folder of the project: the nearest one upwards that holds both `data/` and `package.json`. The same from `dist/` and from TypeScript. */
function projectFolder(): string {
  for (let folder = __dirname; root === null; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "data")) && fs.existsSync(path.join(folder, "package.json"))) root = folder;
    else if (path.dirname(folder) === folder)
      throw new Error("Dossier « data » introuvable au-dessus du programme : réinstallez le projet en entier.");
  }
  return root;
}

/** Path of a file that the project ships: `projectFile("data", "data-inclusion", "service.json")`. */
export const projectFile = (...segments: string[]): string => path.join(projectFolder(), ...segments);
