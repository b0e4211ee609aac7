import type { Cellule, ClasseurScelle, Tableau } from "./classeur";

/** A figure or a date as they are; what has no figure is an object that says why, never null. */
const valeur = (cellule: Cellule) => {
  if ("texte" in cellule) return cellule.texte;
  if ("date" in cellule) return cellule.date;
  return "nombre" in cellule ? cellule.nombre : cellule;
};

const tableau = ({ cle, titre, mentions, colonnes, lignes }: Tableau) => ({
  tableau: cle,
  titre,
  mentions,
  colonnes: Object.fromEntries(colonnes.map((colonne) => [colonne.cle, colonne.titre])),
  lignes: lignes.map((ligne) => Object.fromEntries(colonnes.map((colonne, rang) => [colonne.cle, valeur(ligne[rang]!)]))),
});

/** The workbook as JSON, UTF-8: the order of the keys is that of this file, always the same. */
export function enJson({ tableaux, empreinte, ...dit }: ClasseurScelle): Buffer {
  return Buffer.from(`${JSON.stringify({ ...dit, empreinte, tableaux: tableaux.map(tableau) }, null, 2)}\n`, "utf8");
}
