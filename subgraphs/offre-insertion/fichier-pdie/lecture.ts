import type { Signalement } from "../../shared/import";
import { CelluleInvalide, type EnregistrementCsv, lireEnregistrements } from "../../shared/lignes-csv";
import { CellulesPdie } from "./cellules";
import { COLONNES, colonnesDe, type Fichier, nomDe } from "./fichiers";
import { CLE, LIRE, type Valeurs } from "./lignes-lues";

/** What a line was, to be kept when it is rejected and read again when it is replayed. `cellules` is null when it has not the cells of its header. */
export interface Original {
  fichier: Fichier;
  cellules: Record<string, string> | null;
  texte?: string;
}

export interface Ligne<F extends Fichier = Fichier> {
  cle: string;
  ligne: number;
  valeur: Valeurs[F];
  original: Original;
}

/** A line that is not applied, and why. */
export interface Refus {
  /** What the line is known by; null when it does not say it. */
  cle: string | null;
  ligne: number;
  code: string;
  message: string;
  champ?: string;
  original: Original;
}

/** A file as it was read. */
export interface Lecture<F extends Fichier = Fichier> {
  fichier: F;
  lus: number;
  lignes: Ligne<F>[];
  refus: Refus[];
  /** What was said of the file itself. */
  signalements: Signalement[];
}

export type Lectures = { [F in Fichier]?: Lecture<F> };

/** Where a defect is: « offres.csv, ligne 12, colonne « parcours » : … ». */
export const phrase = (fichier: Fichier, ligne: number, champ: string | null, defaut: string): string =>
  `${nomDe(fichier)}, ligne ${ligne}${champ ? `, colonne « ${champ} »` : ""} : ${defaut}.`;

/** Reads the text of a file. Errors: ImportRefuse FICHIER_INVALIDE when it is no CSV, or lacks a column. */
export function lireFichier<F extends Fichier>(fichier: F, texte: string, departement: string): Lecture<F> {
  const { entete, enregistrements } = lireEnregistrements(nomDe(fichier), texte, COLONNES[fichier].obligatoires);
  const lecture = lireLignesPdie(fichier, enregistrements, departement);
  const connues = colonnesDe(fichier);
  for (const colonne of entete.filter((nom) => nom !== "" && !connues.includes(nom))) {
    const message = phrase(fichier, 1, colonne, "cette colonne n’est pas du format, elle n’est pas lue : voir docs/fichier-pdie.md");
    lecture.signalements.push({ cle: nomDe(fichier), code: "COLONNE_INCONNUE", message, champ: colonne, ligne: 1, applique: true });
  }
  return lecture;
}

/** Reads lines one by one: one that is wrong is refused, the others are read. A key counts once, the first time. */
export function lireLignesPdie<F extends Fichier>(
  fichier: F,
  enregistrements: readonly Pick<EnregistrementCsv, "ligne" | "cellules" | "texte">[],
  departement: string,
): Lecture<F> {
  const lecture: Lecture<F> = { fichier, lus: enregistrements.length, lignes: [], refus: [], signalements: [] };
  const vues = new Map<string, number>();
  for (const { ligne, cellules, texte } of enregistrements) {
    const lue = lireUne(fichier, ligne, cellules, texte, departement);
    const avant = "valeur" in lue ? vues.get(lue.cle) : undefined;
    if (!("valeur" in lue)) lecture.refus.push(lue);
    else if (avant !== undefined) {
      const message = phrase(
        fichier,
        ligne,
        null,
        `« ${lue.cle.slice(0, 80)} » est déjà donné à la ligne ${avant}, gardez une seule des deux`,
      );
      lecture.refus.push({ cle: lue.cle, ligne, code: "CLE_EN_DOUBLE", message, original: lue.original });
    } else {
      vues.set(lue.cle, ligne);
      lecture.lignes.push(lue);
    }
  }
  return lecture;
}

function lireUne<F extends Fichier>(
  fichier: F,
  ligne: number,
  cellules: Record<string, string> | null,
  texte: string,
  departement: string,
): Ligne<F> | Refus {
  if (cellules === null) {
    const message = phrase(
      fichier,
      ligne,
      null,
      "la ligne n’a pas autant de cellules que l’en-tête, vérifiez ses séparateurs et ses guillemets",
    );
    return { cle: null, ligne, code: "LIGNE_ILLISIBLE", message, original: { fichier, cellules, texte } };
  }
  const original = { fichier, cellules };
  try {
    const nul = Object.entries(cellules).find(([, valeur]) => valeur.includes("\u0000"));
    if (nul) throw new CelluleInvalide(nul[0], "la valeur contient un caractère nul");
    const valeur = LIRE[fichier](new CellulesPdie(cellules, ligne), departement);
    return { cle: CLE[fichier](valeur), ligne, valeur, original };
  } catch (error) {
    if (!(error instanceof CelluleInvalide)) throw error;
    const autres = autresDefauts(fichier, cellules, ligne, departement, error.colonne);
    const message = [error, ...autres].map(({ colonne, message: defaut }) => phrase(fichier, ligne, colonne, defaut)).join(" ");
    return { cle: cleProbable(fichier, cellules), ligne, code: "LIGNE_INVALIDE", message, champ: error.colonne, original };
  }
}

/** The other cells that are wrong in a line, so that it is corrected once: each wrong cell is emptied in turn, and the line read again. Stops at a cell
 * that must not be empty. */
function autresDefauts(
  fichier: Fichier,
  cellules: Record<string, string>,
  ligne: number,
  departement: string,
  premiere: string,
): CelluleInvalide[] {
  const defauts: CelluleInvalide[] = [];
  const lues = { ...cellules, [premiere]: "" };
  for (;;) {
    try {
      LIRE[fichier](new CellulesPdie(lues, ligne), departement);
      return defauts;
    } catch (error) {
      if (!(error instanceof CelluleInvalide)) throw error;
      // An empty cell may be refused because it is empty, which is not what the file says.
      if (!lues[error.colonne]) return defauts;
      defauts.push(error);
      lues[error.colonne] = "";
    }
  }
}

/** What a wrong line is about, as far as its cells say it: what is already known of it stays. */
function cleProbable(fichier: Fichier, cellules: Record<string, string>): string | null {
  const { code, reference, offre, fiche_action: fiche } = cellules;
  if (fichier === "financeurs") return offre ? `offre ${offre}` : fiche ? `fiche ${fiche}` : null;
  if (fichier === "sessions") return offre && code ? `${offre} ${code}` : null;
  return (fichier === "marches" ? reference : code) || null;
}
