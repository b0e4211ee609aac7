/** Names compared whatever the hand that wrote them: accents, ligatures, case, hyphens, apostrophes, particles, doubled names. Pure. */

const LETTRES: Record<string, string> = {
  Œ: "OE",
  œ: "OE",
  Æ: "AE",
  æ: "AE",
  ß: "SS",
  Ø: "O",
  ø: "O",
  Ł: "L",
  ł: "L",
  Đ: "D",
  đ: "D",
  ı: "I",
  "’": "'",
};

/** Capitals without accents, words separated by one space (« Ben-Ali d’Œuvrard » → « BEN ALI D OEUVRARD »). Same as SQL allocataires.nom_normalise. */
export function normaliser(texte: string): string {
  const ascii = /^[\x20-\x7e]*$/.test(texte)
    ? texte
    : texte
        .replace(/[ŒœÆæßØøŁłĐđı’]/g, (lettre) => LETTRES[lettre]!)
        .normalize("NFD")
        .replace(/[\u0300-\u036f]/g, "");
  return ascii
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, " ")
    .trim();
}

/** Words that come and go with the file: articles, prepositions and the « son of » of Arabic, Portuguese and Dutch names. */
export const PARTICULES = [
  ..."D DE DU DES L LE LA LES DA DO DOS DAS DI DEL DELLA".split(" "),
  ..."EL AL BEN BENT BIN IBN OULD OULED AIT ABOU ABU VAN VON DEN DER TEN".split(" "),
];
const EST_PARTICULE = new Set(PARTICULES);

/** The words of a normalised name without its particles; all its words when there is nothing else (« LE », « DA »). */
export function motsPleins(normalise: string): string[] {
  const mots = normalise === "" ? [] : normalise.split(" ");
  const pleins = mots.filter((mot) => !EST_PARTICULE.has(mot));
  return pleins.length > 0 ? pleins : mots;
}

/** A name ready to be compared. */
export interface NomLu {
  /** Letters only: « BENALI » for « Ben Ali » and « Benali ». */
  colle: string;
  /** Words without particles. */
  mots: string[];
}

export function lireNom(texte: string): NomLu {
  const normalise = normaliser(texte);
  return { colle: normalise.replaceAll(" ", ""), mots: motsPleins(normalise) };
}

/** Same letters, or the same words in any order, particles aside. */
export function memesMots(a: NomLu, b: NomLu): boolean {
  if (a.colle === b.colle) return a.colle !== "";
  if (a.mots.length !== b.mots.length || a.mots.length === 0) return false;
  if (a.mots.length === 1) return a.mots[0] === b.mots[0];
  const [x, y] = [[...a.mots].sort(), [...b.mots].sort()];
  return x.every((mot, i) => mot === y[i]);
}

/** One is a part of the other: « Martin » and « Martin-Duval », « Jean » and « Jean-Pierre ». A word of two letters proves nothing. */
export function enPartie(a: NomLu, b: NomLu): boolean {
  const [petit, grand] = a.mots.length < b.mots.length ? [a, b] : [b, a];
  return (
    petit.mots.length > 0 && petit.mots.length < grand.mots.length && petit.mots.every((mot) => mot.length > 2 && grand.mots.includes(mot))
  );
}
