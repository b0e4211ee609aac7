import { closeSync, openSync, readSync } from "node:fs";

const HEADER_BYTES = 4_096;

/** CAF files in the order in which they were made (DTCREAFLUX, HEUCREAFLUX), whatever the order of the command line:
 * a shell lists the daily flows before the stock that they change. A file without a readable header keeps its place at the end. */
export function inOrderOfCreation(files: readonly string[]): string[] {
  const known = files.map((file, rank) => ({ file, rank, made: creationOf(file) }));
  return known.sort((a, b) => (a.made < b.made ? -1 : a.made > b.made ? 1 : a.rank - b.rank)).map(({ file }) => file);
}

function creationOf(file: string): string {
  const header = firstBytes(file);
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(header)?.[1] ?? "9999";
  return `${element("DTCREAFLUX")} ${element("HEUCREAFLUX")}`;
}

function firstBytes(file: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    // The import itself says which file cannot be read.
    return "";
  }
  try {
    const buffer = Buffer.alloc(HEADER_BYTES);
    return buffer.toString("latin1", 0, readSync(descriptor, buffer, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
