import fs from "node:fs";
import path from "node:path";
import { ROOT } from "./codes-du-source";

export const page = (name: string): string => fs.readFileSync(path.join(ROOT, name), "utf8");

/** A row of a table: its section (the nearest title above), its line, and its cells by column. Backquotes around a cell are dropped. */
export interface Row {
  section: string;
  line: number;
  cells: Record<string, string>;
}

/** Every row of every table of a Markdown text. A `|` inside a cell is not known. */
export function rows(text: string): Row[] {
  const found: Row[] = [];
  let section = "";
  let columns: string[] | null = null;
  for (const [i, line] of text.split("\n").entries()) {
    if (line.startsWith("#")) section = line.replace(/^#+ /, "");
    if (!line.startsWith("|")) {
      columns = null;
      continue;
    }
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`([^`]+)`$/, "$1"));
    if (columns === null) columns = cells;
    else if (!cells.every((cell) => /^-+$/.test(cell))) {
      found.push({ section, line: i + 1, cells: Object.fromEntries(columns.map((column, c) => [column, cells[c] ?? ""])) });
    }
  }
  return found;
}

export const duplicates = (values: readonly string[]): string[] => [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
