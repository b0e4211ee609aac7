import { type Cellule, type ClasseurScelle, enTexte, type Tableau } from "./classeur";

const FIN = "\r\n";
const BOM = "\ufeff";

/** A text that a spreadsheet would run as a formula is shown as a text: an apostrophe goes before it. A number keeps its sign. */
const sansFormule = (valeur: string): string => (/^[=+\-@\t\r\n]/.test(valeur) ? `'${valeur}` : valeur);

const entreGuillemets = (valeur: string): string => (/[";\r\n]/.test(valeur) ? `"${valeur.replaceAll('"', '""')}"` : valeur);

/** The comma is the decimal sign of LibreOffice and Excel in French; a date is ISO, which both read as a date. */
const cellule = (c: Cellule): string =>
  "nombre" in c ? decimale(c.nombre) : "date" in c ? c.date : entreGuillemets(sansFormule(enTexte(c)));

/** No exponent: 0.000001 is the smallest figure kept, a thousand billion the largest admitted. */
const decimale = (valeur: number): string => {
  const texte = String(valeur);
  return (texte.includes("e") ? valeur.toFixed(6).replace(/\.?0+$/, "") : texte).replace(".", ",");
};

const remarque = (valeur: string): string => entreGuillemets(`# ${valeur.replaceAll(/\s+/g, " ")}`);

const lignes = ({ titre, mentions, colonnes, lignes: corps }: Tableau): string[] => [
  remarque(titre),
  ...mentions.map(remarque),
  colonnes.map((colonne) => entreGuillemets(sansFormule(colonne.titre))).join(";"),
  ...corps.map((ligne) => ligne.map(cellule).join(";")),
];

/** The tables one under the other, an empty line between two: UTF-8 with its mark, semicolons, decimal commas. Lines that begin with # are remarks. */
export function enCsv({ titre, empreinte, tableaux }: ClasseurScelle): Buffer {
  const blocs = [[remarque(titre), remarque(`Empreinte du contenu (SHA-256) : ${empreinte}`)], ...tableaux.map(lignes)];
  return Buffer.from(BOM + blocs.map((bloc) => bloc.join(FIN) + FIN).join(FIN), "utf8");
}
