import type { ClasseurScelle } from "./classeur";
import { enCsv } from "./csv";
import { enJson } from "./json";
import { enMarkdown } from "./markdown";
import { enOds } from "./ods";
import { enXlsx } from "./xlsx";

/** The formats of a file, and how each one is written: bytes that depend on the content only. */
export const FORMATS = {
  csv: { type: "text/csv; charset=utf-8", ecrire: enCsv },
  ods: { type: "application/vnd.oasis.opendocument.spreadsheet", ecrire: enOds },
  xlsx: { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ecrire: enXlsx },
  json: { type: "application/json; charset=utf-8", ecrire: enJson },
  md: { type: "text/markdown; charset=utf-8", ecrire: enMarkdown },
} as const satisfies Record<string, { type: string; ecrire(classeur: ClasseurScelle): Buffer }>;
export type FormatFichier = keyof typeof FORMATS;

export const estUnFormat = (nom: string): nom is FormatFichier => Object.hasOwn(FORMATS, nom);
