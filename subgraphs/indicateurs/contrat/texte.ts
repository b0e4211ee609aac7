import { Refus } from "../../shared/contrat/refus";

/** Characters of what people write beside a figure: proof, words, comment. */
export const TEXTE_MAX = 2_000;

/** A refusal naming the first of these texts that is too long, or null. Refus: TEXTE_TROP_LONG. */
export function texteTropLong(textes: Readonly<Record<string, string | null>>): Refus | null {
  const champ = Object.keys(textes).find((nom) => (textes[nom]?.length ?? 0) > TEXTE_MAX);
  return champ === undefined ? null : Refus.de("TEXTE_TROP_LONG", `Un texte compte au plus ${TEXTE_MAX} caractères.`, { champ });
}
