/** A statement whose parameters have names, `:nom`, and the values in the order of `$1`, `$2`… The text is a constant of the code. */
export interface Enonce<P extends object> {
  texte: string;
  valeurs(parametres: P): unknown[];
}

/** `:nom` becomes the next `$n`, the same one each time; `::type` is left alone. */
export function enonce<P extends object>(modele: string): Enonce<P> {
  const noms: string[] = [];
  const texte = modele.replace(/(?<!:):([a-z][A-Za-z]*)/g, (_, nom: string) => {
    if (!noms.includes(nom)) noms.push(nom);
    return `$${noms.indexOf(nom) + 1}`;
  });
  return {
    texte,
    valeurs: (parametres) =>
      noms.map((nom) => {
        if (!(nom in parametres)) throw new Error(`Paramètre « ${nom} » absent.`);
        return (parametres as Record<string, unknown>)[nom];
      }),
  };
}
