import { isUtf8 } from "node:buffer";
import fs from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { isCivilDate } from "./civil-date";
import { ImportRefuse, type Signalement } from "./import";

/** A cell that is not admitted. */
export class CelluleInvalide extends Error {
  constructor(
    readonly colonne: string,
    defaut: string,
  ) {
    super(defaut);
  }
}

/** The cells of one line of a CSV. Each reading gives a value or refuses the line. */
export class LigneCsv {
  constructor(
    private readonly cellules: Record<string, string>,
    readonly numero: number,
  ) {}

  refuser(colonne: string, defaut: string): never {
    throw new CelluleInvalide(colonne, defaut);
  }

  texteOuNull(colonne: string): string | null {
    return this.cellules[colonne]?.trim() || null;
  }

  texte(colonne: string, maximum = 200): string {
    const valeur = this.texteOuNull(colonne) ?? this.refuser(colonne, "une valeur est attendue");
    return valeur.length <= maximum ? valeur : this.refuser(colonne, `${maximum} caractères au plus`);
  }

  parmi<T extends string>(colonne: string, valeurs: readonly T[]): T {
    const valeur = this.texte(colonne);
    return valeurs.includes(valeur as T)
      ? (valeur as T)
      : this.refuser(colonne, `« ${valeur.slice(0, 40)} » n’est pas l’un de ${valeurs.join(", ")}`);
  }

  dateOuNull(colonne: string): string | null {
    const valeur = this.texteOuNull(colonne);
    return valeur === null || isCivilDate(valeur)
      ? valeur
      : this.refuser(colonne, `« ${valeur.slice(0, 20)} » n’est pas une date AAAA-MM-JJ`);
  }

  date(colonne: string): string {
    return this.dateOuNull(colonne) ?? this.refuser(colonne, "une date est attendue");
  }

  entier(colonne: string): number {
    const valeur = this.texte(colonne);
    return /^-?\d{1,6}$/.test(valeur) ? Number(valeur) : this.refuser(colonne, `« ${valeur.slice(0, 20)} » n’est pas un nombre entier`);
  }
}

/** One record of a CSV: its cells by column, without blanks around, and the line where it ends. `cellules` is null when it has not as many cells as the
 * header: its text is kept as it is. */
export interface EnregistrementCsv {
  ligne: number;
  cellules: Record<string, string> | null;
  texte: string;
}

/** Reads the records of a CSV whose separator is a semicolon or a comma, whichever its header uses, in any order of columns; lines that begin with #
 * are remarks. Errors: ImportRefuse FICHIER_INVALIDE when it is no CSV, or lacks a column. */
export function lireEnregistrements(
  fichier: string,
  texte: string,
  colonnes: readonly string[],
): { entete: string[]; enregistrements: EnregistrementCsv[] } {
  const lues = analyser(fichier, texte, colonnes, { delimiter: separateurDe(texte), relax_column_count: true, raw: true });
  const enregistrements = lues.lignes.map(({ record, info, raw }) => ({
    ligne: info.lines,
    cellules: info.error ? null : record,
    texte: raw!.trim(),
  }));
  return { entete: lues.entete, enregistrements };
}

/** The separator that the header uses most. */
function separateurDe(texte: string): "," | ";" {
  const entete = texte.split(/\r\n|\n|\r/).find((ligne) => ligne.replace(/^\uFEFF/, "").trim() !== "" && !ligne.startsWith("#")) ?? "";
  return entete.split(";").length > entete.split(",").length ? ";" : ",";
}

export interface LignesLues<T> {
  valeurs: T[];
  /** One a line refused, in the order of the file. */
  defauts: Signalement[];
}

/** UTF-8, or windows-1252 when the bytes are not UTF-8: a spreadsheet saved in France. With `stream`, as some Node versions read windows-1252 as
 * latin1 without it, and lose Œ and Ÿ. */
export const decoderTexte = (octets: Buffer): string =>
  new TextDecoder(isUtf8(octets) ? "utf-8" : "windows-1252").decode(octets, { stream: true });

/** The text of a file. Errors: ImportRefuse FICHIER_INTROUVABLE. */
export function lireTexte(chemin: string): string {
  if (!fs.existsSync(chemin)) throw new ImportRefuse("FICHIER_INTROUVABLE", `Le fichier ${chemin} n’existe pas : vérifiez le chemin.`);
  return decoderTexte(fs.readFileSync(chemin));
}

/** Reads the lines of a CSV one by one; lines that begin with # are remarks. A line that `lire` refuses is told, the others are read.
 * Errors: ImportRefuse FICHIER_INVALIDE when it is no CSV, or lacks a column. */
export function lireLignes<T>(chemin: string, texte: string, colonnes: readonly string[], lire: (ligne: LigneCsv) => T): LignesLues<T> {
  const fichier = path.basename(chemin);
  const lues: LignesLues<T> = { valeurs: [], defauts: [] };
  for (const { record, info } of analyser(fichier, texte, colonnes).lignes) {
    try {
      lues.valeurs.push(lire(new LigneCsv(record, info.lines)));
    } catch (error) {
      if (!(error instanceof CelluleInvalide)) throw error;
      const message = `${fichier}, ligne ${info.lines}, colonne « ${error.colonne} » : ${error.message}.`;
      lues.defauts.push({
        cle: `${fichier}:${info.lines}`,
        code: "LIGNE_INVALIDE",
        message,
        champ: error.colonne,
        ligne: info.lines,
        applique: false,
      });
    }
  }
  return lues;
}

interface Enregistrement {
  record: Record<string, string>;
  info: { lines: number; error?: Error };
  raw?: string;
}

function analyser(
  fichier: string,
  texte: string,
  colonnes: readonly string[],
  options: object = {},
): { entete: string[]; lignes: Enregistrement[] } {
  let entete: string[] = [];
  let lignes: Enregistrement[];
  try {
    const columns = (noms: string[]) => {
      entete = noms.map((nom) => nom.trim());
      return entete;
    };
    lignes = parse(texte, {
      columns,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      comment: "#",
      comment_no_infix: true,
      ...options,
    }) as never;
  } catch (error) {
    throw new ImportRefuse("FICHIER_INVALIDE", `${fichier} n’est pas un CSV lisible : ${(error as Error).message.slice(0, 200)}.`);
  }
  const manque = colonnes.find((colonne) => !entete.includes(colonne));
  if (manque) throw new ImportRefuse("FICHIER_INVALIDE", `${fichier} : la colonne « ${manque} » manque.`);
  return { entete, lignes };
}
