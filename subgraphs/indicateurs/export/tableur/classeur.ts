/** How a number is shown. `pourcentage` holds 0 to 100, as the API does; `euros` holds euros. */
export type Format = "entier" | "nombre" | "pourcentage" | "euros";

/** Why a cell has no figure. Never an empty cell, never a 0: who reads the file must not take one for the other. */
export const ABSENCES = {
  /** Made of too few people: the hub knows it and does not tell. */
  MASQUE: "masqué",
  /** Nobody told it, or no fact makes it. */
  NON_CONNU: "non connu",
  /** The question has no meaning here (the gap to a target in words). */
  SANS_OBJET: "sans objet",
} as const;
export type Absence = keyof typeof ABSENCES;

export type Cellule = { texte: string } | { nombre: number; format: Format } | { date: string } | { absence: Absence };

export interface Colonne {
  /** Name for programs, ASCII. */
  cle: string;
  titre: string;
}

/** One table, which is one sheet of a workbook. */
export interface Tableau {
  /** Name for programs and for `--tableau`, ASCII capitals. */
  cle: string;
  /** Name of the sheet, in French. */
  nom: string;
  titre: string;
  /** Under the title: scope, period, date, state. */
  mentions: readonly string[];
  colonnes: readonly Colonne[];
  lignes: readonly (readonly Cellule[])[];
}

/** What a file says, whatever its format. Nothing of it comes from the clock. */
export interface Classeur {
  modele: string;
  titre: string;
  departement: string;
  territoire: string;
  debut: string;
  fin: string;
  /** Date of knowledge that was asked for; null: what is known. */
  connuLe: string | null;
  /** Day of the last fact that the figures rest on; null when the hub has received none. */
  arreteAu: string | null;
  tableaux: readonly Tableau[];
}

/** A workbook with the fingerprint of what it says. */
export interface ClasseurScelle extends Classeur {
  /** SHA-256 of the content, in hexadecimal: the same for the four formats. */
  empreinte: string;
}

export const texte = (valeur: string): Cellule => ({ texte: valeur });
export const texteOuRien = (valeur: string | null | undefined): Cellule => (valeur ? { texte: valeur } : absence("NON_CONNU"));
export const date = (valeur: string | null | undefined): Cellule => (valeur ? { date: valeur } : absence("NON_CONNU"));
export const absence = (pourquoi: Absence): Cellule => ({ absence: pourquoi });

/** Six decimals: a sum of floats made in another order differs beyond them, and the same request must give the same bytes. */
const PRECISION = 1e6;

/** A figure, or « non connu ». */
export function nombre(valeur: number | null | undefined, format: Format = "nombre"): Cellule {
  if (valeur === null || valeur === undefined) return absence("NON_CONNU");
  if (!Number.isFinite(valeur)) throw new Error(`Un chiffre exporté n’est pas un nombre : ${valeur}.`);
  const arrondi = Math.round(valeur * PRECISION) / PRECISION;
  return { nombre: Object.is(arrondi, -0) ? 0 : arrondi, format };
}

export const centimes = (valeur: number | null | undefined): Cellule => nombre(valeur == null ? null : valeur / 100, "euros");

/** What a cell says, in French, where no format shows it. */
export function enTexte(cellule: Cellule): string {
  if ("texte" in cellule) return cellule.texte;
  if ("date" in cellule) return cellule.date;
  if ("absence" in cellule) return ABSENCES[cellule.absence];
  return String(cellule.nombre);
}

/** AAAA-MM-JJ as it is read in French. */
export const jourFrancais = (jour: string): string => `${jour.slice(8, 10)}/${jour.slice(5, 7)}/${jour.slice(0, 4)}`;

/** Width of each column in characters, of the 90 % widest of its cells: readable, and no sentence makes a column of two screens. */
export function largeurs({ colonnes, lignes }: Tableau): number[] {
  return colonnes.map(({ titre }, rang) => {
    const tailles = lignes.map((ligne) => enTexte(ligne[rang]!).length).sort((a, b) => a - b);
    const usuelle = tailles[Math.max(0, Math.ceil(tailles.length * 0.9) - 1)] ?? 0;
    return Math.min(60, Math.max(11, Math.ceil(titre.length / 2) + 2, usuelle + 2));
  });
}
