import fs from "node:fs";
import { pipeline, Readable } from "node:stream";
import { type CastingContext, CsvError, type Options, parse } from "csv-parse";
import { ImportRefuse } from "../../../shared/import";
import { lireListeDeCellule } from "./liste-csv";
import type { Element } from "./liste-json";

/** Columns that hold a list, in v1 and in v0. */
export const LISTES = new Set([
  "thematiques",
  "publics",
  "modes_accueil",
  "modes_mobilisation",
  "mobilisable_par",
  "zone_eligibilite",
  "reseaux_porteurs",
  "types",
  "profils",
  "pre_requis",
  "justificatifs",
  "modes_orientation_accompagnateur",
  "modes_orientation_beneficiaire",
  "labels_nationaux",
  "labels_autres",
]);
const NOMBRES = new Set([
  "longitude",
  "latitude",
  "volume_horaire_hebdomadaire",
  "nombre_semaines",
  "score_qualite",
  "temps_passe_duree_hebdomadaire",
  "temps_passe_semaines",
]);
const BOOLEENS: Record<string, Record<string, boolean>> = Object.fromEntries(
  ["adresse_certifiee", "contact_public", "cumulable", "antenne"].map((champ) => [
    champ,
    { True: true, true: true, t: true, False: false, false: false, f: false },
  ]),
);

/** A cell as the JSON of data·inclusion has it. What cannot be read as its type stays text: the checks will say so. */
export function valeurDeCellule(champ: string, cellule: string, entreGuillemets: boolean): unknown {
  if (cellule === "") return entreGuillemets && !LISTES.has(champ) && !NOMBRES.has(champ) ? "" : null;
  // `frais` is one value in v1, a list in v0.
  if (LISTES.has(champ) || (champ === "frais" && /^[[{]/.test(cellule))) return lireListeDeCellule(cellule) ?? cellule;
  if (NOMBRES.has(champ)) return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(cellule.trim()) ? Number(cellule) : cellule;
  return BOOLEENS[champ]?.[cellule] ?? cellule;
}

/** Reads the CSV of data·inclusion's open data: UTF-8, a header of names of fields in any order, `,` or `;`. A column `extra` that holds a JSON object
 * gives its fields to the record. Refuses the file: CSV_MAL_FORME (with the line), CSV_SANS_ENTETE. */
export async function* lireCsv(fichier: string): AsyncGenerator<Element> {
  const lecture = { lus: 0 };
  const lecteur = parse({ ...OPTIONS, delimiter: separateurDe(fichier) } as Options);
  // An error of the source ends the parser, and is thrown by the loop below.
  pipeline(Readable.from(decoder(fichier, lecture)), lecteur, () => undefined);
  let rang = 0;
  let ligne = 2;
  try {
    for await (const { record, info } of lecteur as AsyncIterable<{ record: Record<string, unknown>; info: { lines: number } }>) {
      yield { rang: ++rang, ligne, texte: JSON.stringify(avecExtra(record)), lus: lecture.lus };
      ligne = info.lines + 1;
    }
  } catch (error) {
    if (error instanceof CsvError) throw malForme(error.lines, error.code);
    throw error;
  }
}

async function* decoder(fichier: string, lecture: { lus: number }): AsyncGenerator<string> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const bloc of fs.createReadStream(fichier, { highWaterMark: 262_144 })) {
      lecture.lus += (bloc as Buffer).length;
      yield utf8.decode(bloc as Buffer, { stream: true });
    }
    yield utf8.decode();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA"
      ? malForme(undefined, "il n’est pas en UTF-8")
      : error;
  }
}

const OPTIONS = {
  bom: true,
  columns: (entete: string[]) => entete.map((nom) => nom.trim()),
  skip_empty_lines: true,
  info: true,
  cast: (cellule: string, { column, quoting, header }: CastingContext) =>
    header ? cellule : valeurDeCellule(String(column), cellule, quoting),
};

function avecExtra(record: Record<string, unknown>): Record<string, unknown> {
  if (typeof record.extra !== "string" || !record.extra.startsWith("{")) return sansNull(record, "extra");
  const { extra, ...reste } = record;
  try {
    return { ...reste, ...(JSON.parse(extra as string) as object) };
  } catch {
    // Not JSON (a Python dictionary): kept as the text that it is.
    return record;
  }
}

const sansNull = (record: Record<string, unknown>, champ: string): Record<string, unknown> => {
  if (record[champ] !== null) return record;
  const { [champ]: _vide, ...reste } = record;
  return reste;
};

/** `,` or `;`: the one that the header has more of. Refuses a file whose header does not name `id`. */
function separateurDe(fichier: string): string {
  const debut = Buffer.alloc(16_384);
  const descripteur = fs.openSync(fichier, "r");
  const lus = fs.readSync(descripteur, debut, 0, debut.length, 0);
  fs.closeSync(descripteur);
  const entete = debut.toString("utf8", 0, lus).split(/\r?\n/, 1)[0]!.replace("\ufeff", "");
  const separateur = entete.split(";").length > entete.split(",").length ? ";" : ",";
  if (!entete.split(separateur).some((nom) => nom.trim().replaceAll('"', "") === "id"))
    throw new ImportRefuse("CSV_SANS_ENTETE", "La première ligne doit nommer les colonnes, dont « id ». Rien n’a été appliqué.");
  return separateur;
}

const malForme = (ligne: unknown, quoi: string): ImportRefuse =>
  new ImportRefuse(
    "CSV_MAL_FORME",
    `${ligne === undefined ? "" : `Ligne ${String(ligne)} : `}le CSV ne se lit pas (${quoi}). Vérifiez les guillemets, le nombre de cellules et l’encodage. Rien n’a été appliqué.`,
  );
