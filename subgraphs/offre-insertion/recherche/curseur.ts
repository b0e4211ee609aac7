import { CodedError } from "../../shared/coded-error";
import { decodeCursor } from "../../shared/page";
import { TRIS, type Tri } from "./filtre/filtre-offres";

/** Where a page begins: after this place of the order. Level: 4 to 1 for a search by words, else 0; the value is what the order compares. */
export interface Depart {
  niveau: number;
  valeur: number;
  id: string;
  /** How many of the words are enough in this list; null: all. */
  auMoins?: number | null;
}

/** Before everything: the first page. */
export const DEBUT: Depart = { niveau: 5, valeur: Number.NEGATIVE_INFINITY, id: "" };

const FORME = /^[PDFQ][1-9]?:[0-4]:(-?Infinity|-?\d{1,20}(\.\d{1,20})?(e-\d{1,3})?):[^\0]{1,300}$/;

export const cleDuCurseur = (tri: Tri, { niveau, valeur, id }: Depart, auMoins: number | null = null): string =>
  `${tri[0]}${auMoins ?? ""}:${niveau}:${valeur}:${id}`;

/** Errors: CURSEUR_INVALIDE when it was not given for this order. `parMots`: a search by words, sorted by relevance. */
export function departDe(curseur: string | null | undefined, tri: Tri, parMots: boolean): Depart | null {
  const cle = decodeCursor(curseur, FORME);
  if (cle === null) return null;
  const [lettre, niveau, valeur] = cle.split(":", 3) as [string, string, string];
  if (TRIS.find((t) => t[0] === lettre[0]) !== tri || Number(niveau) > 0 !== parMots) {
    throw new CodedError("CURSEUR_INVALIDE", "Ce curseur vient d’une liste triée ou cherchée autrement : reprenez sans « after ».");
  }
  const id = cle.slice(lettre.length + niveau.length + valeur.length + 3);
  return { niveau: Number(niveau), valeur: Number(valeur), id, auMoins: lettre.length > 1 ? Number(lettre[1]) : null };
}
