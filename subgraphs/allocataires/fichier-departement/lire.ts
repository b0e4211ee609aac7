import { parse } from "csv-parse/sync";
import { ImportRefuse } from "../../shared/import";
import { CHAMPS, type Nature, type TypeEnregistrement } from "./format";

/** A record as it was read, before it is validated. */
export interface LigneLue {
  ligne: number;
  enregistrement: Record<string, unknown>;
}
/** A line that holds no record at all: kept as it is. */
export interface LigneIllisible {
  ligne: number;
  texte: string;
  message: string;
}

/** The text of a file. Errors: ImportRefuse FICHIER_INVALIDE when it is not UTF-8. */
export function enTexte(octets: Uint8Array, fichier: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    throw new ImportRefuse("FICHIER_INVALIDE", `${fichier} n’est pas en UTF-8 : enregistrez-le dans cet encodage.`);
  }
}

/** JSON Lines: one record a line. A null is an absence. */
export function lireJsonLines(texte: string): (LigneLue | LigneIllisible)[] {
  return texte.split(/\r?\n/).flatMap((brut, i): (LigneLue | LigneIllisible)[] => {
    const ligne = i + 1;
    if (brut.trim() === "") return [];
    try {
      const valeur: unknown = JSON.parse(brut);
      if (typeof valeur !== "object" || valeur === null || Array.isArray(valeur)) throw new SyntaxError();
      return [{ ligne, enregistrement: Object.fromEntries(Object.entries(valeur).filter(([, v]) => v !== null)) }];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return [{ ligne, texte: brut, message: "Ce n’est pas un objet JSON." }];
    }
  });
}

/** CSV of one kind: a line of names, then a record a line; `;` or `,`, as the first line has it. An empty cell is an absence.
 * Errors: ImportRefuse FICHIER_INVALIDE when the first line or the quotes are wrong: nothing could be read for sure. */
export function lireCsv(texte: string, type: TypeEnregistrement, fichier: string): (LigneLue | LigneIllisible)[] {
  const premiere = texte.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0]!;
  const delimiter = premiere.split(";").length > premiere.split(",").length ? ";" : ",";
  let lignes: { record: string[]; info: { lines: number } }[];
  try {
    lignes = parse(texte, { bom: true, delimiter, skip_empty_lines: true, relax_column_count: true, info: true }) as never;
  } catch (error) {
    throw new ImportRefuse(
      "FICHIER_INVALIDE",
      `${fichier} n’est pas un CSV lisible, ligne ${(error as { lines?: number }).lines ?? "?"} : vérifiez les guillemets.`,
    );
  }
  const colonnes = lignes[0]?.record.map((nom) => nom.trim()) ?? [];
  verifierColonnes(colonnes, type, fichier);
  return lignes.slice(1).map(({ record, info }) => {
    const ligne = info.lines;
    if (record.length !== colonnes.length)
      return { ligne, texte: record.join(delimiter), message: `${record.length} cellules au lieu de ${colonnes.length}.` };
    const cellules = colonnes.flatMap((nom, i) => {
      const cellule = record[i]!.trim();
      return cellule === "" && CHAMPS[type][nom]!.nature !== "contraintes" ? [] : [[nom, enValeur(cellule, CHAMPS[type][nom]!.nature)]];
    });
    return { ligne, enregistrement: { type, ...Object.fromEntries(cellules) } };
  });
}

function verifierColonnes(colonnes: string[], type: TypeEnregistrement, fichier: string): void {
  const refuser = (defaut: string): never => {
    throw new ImportRefuse("FICHIER_INVALIDE", `${fichier}, ligne 1 : ${defaut}.`);
  };
  const inconnue = colonnes.find((nom) => !(nom in CHAMPS[type]));
  if (inconnue !== undefined) refuser(`la colonne « ${inconnue.slice(0, 40)} » n’est pas du format`);
  const double = colonnes.find((nom, i) => colonnes.indexOf(nom) !== i);
  if (double !== undefined) refuser(`la colonne « ${double} » est donnée deux fois`);
  const manque = Object.entries(CHAMPS[type]).find(([nom, champ]) => champ.requis && !colonnes.includes(nom));
  if (manque) refuser(`la colonne « ${manque[0]} » manque`);
}

const BOOLEENS: Record<string, boolean> = { oui: true, non: false, true: true, false: false };

/** A cell that has not the form of its nature stays a text: validation says so. */
function enValeur(cellule: string, nature: Nature): unknown {
  switch (nature) {
    case "entier":
      return /^-?\d{1,9}$/.test(cellule) ? Number(cellule) : cellule;
    case "nombre":
      return /^-?\d{1,9}([.,]\d{1,6})?$/.test(cellule) ? Number(cellule.replace(",", ".")) : cellule;
    case "booleen":
      return BOOLEENS[cellule.toLowerCase()] ?? cellule;
    case "liste":
      return cellule.split("|").map((element) => element.trim());
    case "contraintes":
      return cellule === "" ? [] : cellule.split("|").map(enContrainte);
    default:
      return cellule;
  }
}

/** `LOGEMENT:FORT` or `LOGEMENT:FORT:prioritaire`. */
function enContrainte(texte: string): unknown {
  const [frein, impact, prioritaire, ...reste] = texte.split(":").map((mot) => mot.trim());
  if (impact === undefined || reste.length > 0 || (prioritaire !== undefined && prioritaire !== "prioritaire")) return texte;
  return { frein, impact, ...(prioritaire ? { prioritaire: true } : {}) };
}
