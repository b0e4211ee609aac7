import path from "node:path";
import type { Refus } from "../../shared/contrat/refus";
import type { Signalement } from "../../shared/import";
import { CelluleInvalide, LigneCsv, lireEnregistrements, lireTexte } from "../../shared/lignes-csv";

/** A line of a file that someone fills in a spreadsheet, once read. */
export interface LigneLue<T> {
  ligne: number;
  valeur: T;
}

export interface FichierLu<T> {
  fichier: string;
  lignes: LigneLue<T>[];
  rejets: Signalement[];
}

/** Reads a CSV (comma or semicolon, UTF-8 or windows-1252): a line that `lire` refuses is told, the others go on.
 * Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export function lireFichier<T>(chemin: string, colonnes: readonly string[], lire: (ligne: LigneCsv) => T): FichierLu<T> {
  const fichier = path.basename(chemin);
  const lu: FichierLu<T> = { fichier, lignes: [], rejets: [] };
  for (const { ligne, cellules } of lireEnregistrements(fichier, lireTexte(chemin), colonnes).enregistrements) {
    if (cellules === null) {
      lu.rejets.push(rejet(ligne, "LIGNE_INVALIDE", "la ligne n’a pas autant de cases que l’en-tête"));
      continue;
    }
    try {
      lu.lignes.push({ ligne, valeur: lire(new LigneCsv(cellules, ligne)) });
    } catch (error) {
      if (!(error instanceof CelluleInvalide)) throw error;
      lu.rejets.push({ ...rejet(ligne, "LIGNE_INVALIDE", `colonne « ${error.colonne} », ${error.message}`), champ: error.colonne });
    }
  }
  return lu;
}

const rejet = (ligne: number, code: string, defaut: string): Signalement => ({
  cle: `ligne ${ligne}`,
  code,
  message: `Ligne ${ligne} : ${defaut}.`,
  ligne,
  applique: false,
});

/** Puts aside the lines that a rule refuses, and the second of two lines that say the same thing. */
export function trier<T>(lu: FichierLu<T>, cleDe: (valeur: T) => string, refuser: (valeur: T) => Refus | null): FichierLu<T> {
  const vues = new Map<string, number>();
  const gardees: LigneLue<T>[] = [];
  const rejets = [...lu.rejets];
  for (const { ligne, valeur } of lu.lignes) {
    const refus = refuser(valeur);
    const premiere = vues.get(cleDe(valeur));
    if (refus !== null) rejets.push({ cle: `ligne ${ligne}`, ligne, applique: false, ...enMots(ligne, refus) });
    else if (premiere !== undefined)
      rejets.push(rejet(ligne, "CLE_EN_DOUBLE", `elle dit autre chose de ce que dit déjà la ligne ${premiere}`));
    else {
      vues.set(cleDe(valeur), ligne);
      gardees.push({ ligne, valeur });
    }
  }
  rejets.sort((a, b) => a.ligne! - b.ligne!);
  return { ...lu, lignes: gardees, rejets };
}

const enMots = (ligne: number, { code, message, champ }: Refus) => ({
  code,
  message: `Ligne ${ligne} : ${message}`,
  ...(champ ? { champ } : {}),
});

/** A number as people write it in a spreadsheet: `61`, `61,5`, `1 234.5`. */
export function nombreOuNull(ligne: LigneCsv, colonne: string): number | null {
  const texte =
    ligne
      .texteOuNull(colonne)
      ?.replace(/[\s\u00a0\u202f]/g, "")
      .replace(",", ".") ?? null;
  if (texte !== null && !/^-?\d{1,13}(\.\d{1,6})?$/.test(texte))
    ligne.refuser(colonne, `« ${ligne.texteOuNull(colonne)!.slice(0, 30)} » n’est pas un nombre`);
  return texte === null ? null : Number(texte);
}
