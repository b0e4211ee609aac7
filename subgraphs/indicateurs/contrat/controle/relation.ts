import { nombre } from "../ecart";

/** What the contract says of its own lines, and what its figures make of it. The figures stay as they are written. */

export const CODES_CONTROLE_CONTRAT = ["SOMME_INEXACTE", "PART_DEPASSE_TOTAL", "REPARTITION_INEXACTE"] as const;
export type CodeControleContrat = (typeof CODES_CONTROLE_CONTRAT)[number];

export interface Relation {
  code: string;
  /** SOMME: the line adds those up · PART_DE: it is a part of that one. */
  relation: "SOMME" | "PART_DE";
  lignes: string[];
  source: string;
}

export interface ControleContrat {
  code: CodeControleContrat;
  /** The line, then those it is compared with. */
  lignes: string[];
  /** What is compared: `situation 2023`, `cible 2024`, `résultat 2024`. */
  quoi: string;
  ecrit: number;
  attendu: number;
  message: string;
}

/** Numbers of one kind (situation, target of a year, result), by code; what is no number is left out. */
export interface Chiffres {
  quoi: string;
  valeurs: ReadonlyMap<string, number>;
}

/** Each relation against each kind of figures, where all its numbers are known. */
export const controlerRelations = (relations: readonly Relation[], chiffres: readonly Chiffres[]): ControleContrat[] =>
  relations.flatMap((relation) => chiffres.flatMap((c) => controler(relation, c)));

function controler({ code, relation, lignes, source }: Relation, { quoi, valeurs }: Chiffres): ControleContrat[] {
  const ecrit = valeurs.get(code);
  const autres = lignes.map((ligne) => valeurs.get(ligne)).filter((v) => v !== undefined);
  if (ecrit === undefined || autres.length < lignes.length) return [];
  const attendu = autres.reduce((somme, v) => somme + v, 0);
  if (relation === "SOMME" ? ecrit === attendu : ecrit <= attendu) return [];
  const dit =
    relation === "SOMME"
      ? `${code} vaut ${nombre(ecrit)}, ${lignes.join(" + ")} font ${nombre(attendu)}`
      : `${code} vaut ${nombre(ecrit)}, plus que ${lignes[0]} dont elle est une part (${nombre(attendu)})`;
  const message = `${quoi} : ${dit}. ${source}. Gardé tel qu’écrit.`;
  return [trouve(relation === "SOMME" ? "SOMME_INEXACTE" : "PART_DEPASSE_TOTAL", [code, ...lignes], quoi, [ecrit, attendu], message)];
}

const trouve = (
  code: CodeControleContrat,
  lignes: string[],
  quoi: string,
  [ecrit, attendu]: [number, number],
  message: string,
): ControleContrat => ({ code, lignes, quoi, ecrit, attendu, message });

/** A share given by parts: they make 100 %. A hidden part, or one that nobody can make, says nothing.
 * @param valeurs values of the parts, in percent. */
export function controlerRepartition(code: string, quoi: string, valeurs: readonly (number | null)[]): ControleContrat[] {
  const connues = valeurs.filter((v) => v !== null);
  if (connues.length === 0 || connues.length < valeurs.length) return [];
  const somme = connues.reduce((total, v) => total + v, 0);
  if (Math.abs(somme - 100) < 0.01) return [];
  const message = `${quoi} : les parts de ${code} font ${nombre(somme)} %, et non 100 %.`;
  return [trouve("REPARTITION_INEXACTE", [code], quoi, [somme, 100], message)];
}
