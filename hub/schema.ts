import fs from "node:fs/promises";
import path from "node:path";
import { BreakingChangeType, buildSchema, findBreakingChanges } from "graphql";
import { composeSupergraph, publicSchemaOf } from "../gateway/compose";
import { TYPES, VERSION } from "../subgraphs/allocataires/fichier-departement/format";
import { schemaDe } from "../subgraphs/allocataires/fichier-departement/schema-json";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { projectFile } from "../subgraphs/shared/project-folder";
import type { SubgraphName } from "../subgraphs/shared/settings";
import { subgraphModules } from "./subgraphs";

/** The golden files of `schema/`: SDL of each subgraph, the supergraph, the API that partners see, and the records of the files of a Département. */
export async function goldenFiles(): Promise<Map<string, string>> {
  const nirCipher = new NirCipher("le schéma ne chiffre rien : cette clé ne sert jamais");
  const subgraphs = await Promise.all(
    subgraphModules.map(async (module) => ({ name: module.name, sdl: (await module.build({ nirCipher })).sdl })),
  );
  const supergraph = composeSupergraph(subgraphs);
  const files = new Map(subgraphs.map(({ name, sdl }) => [`${name}.graphql`, sdl]));
  files.set("supergraph.graphql", supergraph);
  files.set("api.graphql", publicSchemaOf(supergraph));
  for (const type of TYPES) files.set(`fichier-departement/v${VERSION}/${type}.json`, `${JSON.stringify(schemaDe(type), null, 2)}\n`);
  return files;
}

/** SDL of a subgraph as the project ships it: a gateway alone composes from these files. */
export const sdlOf = (name: SubgraphName): Promise<string> => fs.readFile(projectFile("schema", `${name}.graphql`), "utf8");

export async function writeGoldenFiles(): Promise<string[]> {
  const files = await goldenFiles();
  for (const [name, text] of files) {
    await fs.mkdir(path.dirname(projectFile("schema", name)), { recursive: true });
    await fs.writeFile(projectFile("schema", name), text);
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
    const golden = await fs.readFile(projectFile("schema", name), "utf8").catch(() => "");
    if (golden !== text) stale.push(name);
  }
  const golden = await fs.readFile(projectFile("schema", "api.graphql"), "utf8").catch(() => null);
  const breaking = golden === null ? [] : breakingChanges(golden, files.get("api.graphql")!);
  return { stale, breaking };
}

function breakingChanges(before: string, after: string): string[] {
  const build = (sdl: string) => buildSchema(sdl, { assumeValidSDL: true });
  return findBreakingChanges(build(before), build(after))
    .filter((change) => change.type !== BreakingChangeType.DIRECTIVE_REMOVED)
    .map((change) => change.description);
}
