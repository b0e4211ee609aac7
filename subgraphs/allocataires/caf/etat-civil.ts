/** Capitals without accents, ligatures in two letters, single spaces: the form that sorts and searches names (« Œuvrard-Ÿ » → « OEUVRARD-Y »). */
export function enCapitalesSansAccent(texte: string): string {
  const ascii = /^[\x20-\x7e]*$/.test(texte);
  const lettres = ascii
    ? texte
    : texte.replace(/[Œœ]/g, "OE").replace(/[Ææ]/g, "AE").replace(/’/g, "'").normalize("NFD").replace(/\p{M}/gu, "");
  return lettres.toUpperCase().replace(/\s+/g, " ").trim();
}
