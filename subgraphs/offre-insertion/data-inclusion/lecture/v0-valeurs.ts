import fs from "node:fs";
import { parse } from "csv-parse/sync";
import { projectFile } from "../../../shared/project-folder";

let table: Map<string, Map<string, string[]>> | null = null;

/** What each value of the schema v0 is called in v1, by field (data/data-inclusion/v0.csv), read once. An empty list: v1 has no word for it. */
export function valeursV0(): Map<string, Map<string, string[]>> {
  if (table) return table;
  const lue = new Map<string, Map<string, string[]>>();
  const lignes: string[][] = parse(fs.readFileSync(projectFile("data", "data-inclusion", "v0.csv")), { from_line: 2 });
  for (const [champ, v0, v1] of lignes as [string, string, string][]) {
    const champs = lue.get(champ) ?? new Map<string, string[]>();
    champs.set(v0, [...(champs.get(v0) ?? []), ...(v1 === "" ? [] : [v1])]);
    lue.set(champ, champs);
  }
  table = lue;
  return table;
}
