import { InvalidArgumentError } from "commander";

/** Reads an option that takes one of these words. */
export const unDe =
  <T extends string>(valeurs: readonly T[]) =>
  (texte: string): T => {
    if (!valeurs.includes(texte as T)) throw new InvalidArgumentError(`attend ${valeurs.join(" ou ")}.`);
    return texte as T;
  };

/** Reads an option that takes a whole number between two bounds, included. */
export const entier = (min: number, max: number) => (texte: string) => {
  const nombre = Number(texte);
  if (!/^\d+$/.test(texte) || nombre < min || nombre > max) throw new InvalidArgumentError(`attend un nombre entier de ${min} à ${max}.`);
  return nombre;
};
