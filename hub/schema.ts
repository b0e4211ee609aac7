import fs from "node:fs/promises";
import path from "node:path";
import { BreakingChangeType, buildSchema, findBreakingChanges } from "graphql";
import { composeSupergraph, publicSchemaOf } from "../gateway/compose";
import { TYPES, VERSION } from "../subgraphs/allocataires/fichier-departement/format";
import { schemaDe } from "../subgraphs/allocataires/fichier-departement/schema-json";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { projectFile } from "../subgraphs/shared/project-folder";
import type { SubgraphName } from "../subgraphs/shared/settings";
import { libellesDe } from "./libelles";
import { pageDesDroits } from "./page-droits";
import { subgraphModules } from "./subgraphs";

/** The files that the code writes, by their path in the project: SDL of each subgraph, the supergraph, the API that partners see, the records of
 * the files of a Département, and the page that says who reads what. */
export async function goldenFiles(): Promise<Map<string, string>> {
  const nirCipher = new NirCipher("le schéma ne chiffre rien : cette clé ne sert jamais");
  const subgraphs = await Promise.all(
    subgraphModules.map(async (module) => ({ name: module.name, sdl: (await module.build({ nirCipher })).sdl })),
  );
  const supergraph = composeSupergraph(subgraphs);
  const files = new Map(subgraphs.map(({ name, sdl }) => [`schema/${name}.graphql`, sdl]));
  const api = publicSchemaOf(supergraph);
  files.set("schema/supergraph.graphql", supergraph);
  files.set("schema/api.graphql", api);
  files.set("schema/libelles.json", `${JSON.stringify(libellesDe(subgraphs.map(({ sdl }) => sdl)), null, 1)}\n`);
  files.set("docs/droits.md", pageDesDroits(supergraph, api));
  for (const type of TYPES)
    files.set(`schema/fichier-departement/v${VERSION}/${type}.json`, `${JSON.stringify(schemaDe(type), null, 2)}\n`);
  return files;
}

/** SDL of a subgraph as the project ships it: a gateway alone composes from these files. */
export const sdlOf = (name: SubgraphName): Promise<string> => fs.readFile(projectFile("schema", `${name}.graphql`), "utf8");

export async function writeGoldenFiles(): Promise<string[]> {
  const files = await goldenFiles();
  for (const [name, text] of files) {
    await fs.mkdir(path.dirname(projectFile(name)), { recursive: true });
    await fs.writeFile(projectFile(name), text);
  }
  return [...files.keys()];
}

export interface SchemaCheck {
  /** Golden files that the code no longer prints. */
  stale: string[];
  /** What a partner's client would no longer find, against the golden API. */
  breaking: string[];
}

/** Compares what the code prints with the golden files. */
export async function checkGoldenFiles(): Promise<SchemaCheck> {
  const files = await goldenFiles();
  const stale: string[] = [];
  for (const [name, text] of files) {
    const golden = await fs.readFile(projectFile(name), "utf8").catch(() => "");
    if (golden !== text) stale.push(name);
  }
  const golden = await fs.readFile(projectFile("schema", "api.graphql"), "utf8").catch(() => null);
  const breaking = golden === null ? [] : breakingChanges(golden, files.get("schema/api.graphql")!);
  return { stale, breaking };
}

function breakingChanges(before: string, after: string): string[] {
  const build = (sdl: string) => buildSchema(sdl, { assumeValidSDL: true });
  return findBreakingChanges(build(before), build(after))
    .filter((change) => change.type !== BreakingChangeType.DIRECTIVE_REMOVED)
    .map((change) => change.description);
}
