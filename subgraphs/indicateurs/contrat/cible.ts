/** What the contract writes in a cell (a situation, a target), read without changing a word of it. Source: annexe 4 of the contract. */

export const SORTES_CIBLE = ["NOMBRE", "MOTS", "A_DEFINIR", "NON_CONTRACTUALISEE", "ABSENTE"] as const;
export type SorteCible = (typeof SORTES_CIBLE)[number];

export interface ValeurLue {
  sorte: SorteCible;
  /** The number that the text begins with, in the unit of the indicator. */
  valeur: number | null;
  /** The text in force: that of the year before when the cell says « Idem ». */
  texte: string | null;
  /** Fiche action that the cell refers to: `60 (fiche S.1.1)`. */
  fiche: string | null;
  /** True when the cell says « Idem ». */
  reprise: boolean;
}

/** The number that a text begins with (`350 jeunes`, `60 (fiche S.1.1)`), or null (`A définir`, `Idem`). */
export function nombreDe(texte: string | null): number | null {
  const match = /^(\d+(?:[.,]\d+)?)(?=\s|$)/.exec(texte ?? "");
  return match ? Number(match[1]!.replace(",", ".")) : null;
}

/** @param precedente what the year before says: « Idem » takes it over, and is absent when nothing stands before. */
export function lireValeur(texte: string | null, precedente: ValeurLue | null = null): ValeurLue {
  const ecrit = texte?.trim() || null;
  if (ecrit !== null && /^idem$/i.test(ecrit)) return { ...(precedente ?? absente), reprise: true };
  const valeur = nombreDe(ecrit);
  const fiche = /\(fiche ([A-Z0-9.]+)\)/.exec(ecrit ?? "")?.[1] ?? null;
  return { sorte: sorteDe(ecrit, valeur), valeur, texte: ecrit, fiche, reprise: false };
}

const absente: ValeurLue = { sorte: "ABSENTE", valeur: null, texte: null, fiche: null, reprise: false };

function sorteDe(texte: string | null, valeur: number | null): SorteCible {
  if (texte === null) return "ABSENTE";
  if (valeur !== null) return "NOMBRE";
  if (/^[aà] définir/i.test(texte)) return "A_DEFINIR";
  return /^non contractualisé/i.test(texte) ? "NON_CONTRACTUALISEE" : "MOTS";
}

/** The targets of the years, in their order; the situation of 2023 stands before the first. */
export function lireCibles<C extends { annee: number; cible: string | null }>(
  situation: ValeurLue,
  cibles: readonly C[],
): (C & { lue: ValeurLue })[] {
  let precedente = situation;
  return [...cibles]
    .sort((a, b) => a.annee - b.annee)
    .map((cible) => {
      precedente = lireValeur(cible.cible, precedente);
      return { ...cible, lue: precedente };
    });
}

/** The period that a situation covers (`2023-07-01/2023-12-31`); the year 2023 when the contract gives none. */
export function periodeDe(texte: string | null): { debut: string; fin: string } {
  const match = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/.exec(texte ?? "");
  return match ? { debut: match[1]!, fin: match[2]! } : { debut: "2023-01-01", fin: "2023-12-31" };
}
