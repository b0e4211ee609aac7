import { xml } from "./archive";
import type { Cellule, Format } from "./classeur";

/** Formats of numbers; those under 164 are built in. */
const FORMATS: Record<Format | "date", { id: number; code: string | null }> = {
  entier: { id: 3, code: null },
  nombre: { id: 4, code: null },
  pourcentage: { id: 164, code: "0.0%" },
  euros: { id: 165, code: '#,##0.00" €"' },
  date: { id: 166, code: "dd/mm/yyyy" },
};

const HAUT = '<alignment vertical="top" wrapText="1"/>';
const DROITE = '<alignment horizontal="right" vertical="top"/>';

const xf = (police: number, format: number, alignement: string, fond = 0, bord = 0) =>
  `<xf numFmtId="${format}" fontId="${police}" fillId="${fond}" borderId="${bord}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignement}</xf>`;
const chiffre = (format: Format | "date") => xf(0, FORMATS[format].id, DROITE);

/** The styles of cells; their rank is what a cell carries. */
const STYLES = {
  defaut: xf(0, 0, HAUT),
  titre: xf(1, 0, ""),
  mention: xf(2, 0, ""),
  entete: xf(3, 0, '<alignment vertical="center" wrapText="1"/>', 2, 1),
  texte: xf(0, 0, HAUT),
  absence: xf(2, 0, DROITE),
  date: chiffre("date"),
  entier: chiffre("entier"),
  nombre: chiffre("nombre"),
  pourcentage: chiffre("pourcentage"),
  euros: chiffre("euros"),
};
export type Style = keyof typeof STYLES;

export const rangDuStyle = (style: Style): number => Object.keys(STYLES).indexOf(style);

export const styleDe = (cellule: Cellule): Style =>
  "nombre" in cellule ? cellule.format : "date" in cellule ? "date" : "absence" in cellule ? "absence" : "texte";

const police = (plus: string, taille = 10) => `<font>${plus}<sz val="${taille}"/><name val="Arial"/><family val="2"/></font>`;

/** xl/styles.xml: the same for every workbook. */
export function stylesXlsx(): string {
  const formats = Object.values(FORMATS).filter(({ code }) => code !== null);
  const compter = (balise: string, contenus: string[]) => `<${balise} count="${contenus.length}">${contenus.join("")}</${balise}>`;
  const fond = (type: string, couleur = "") => `<fill><patternFill patternType="${type}">${couleur}</patternFill></fill>`;
  const bord = (bas: string) => `<border><left/><right/><top/>${bas}<diagonal/></border>`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    compter(
      "numFmts",
      formats.map(({ id, code }) => `<numFmt numFmtId="${id}" formatCode="${xml(code!)}"/>`),
    ),
    compter("fonts", [police(""), police("<b/>", 14), police("<i/>"), police("<b/>")]),
    compter("fills", [fond("none"), fond("gray125"), fond("solid", '<fgColor rgb="FFE3E9F4"/><bgColor indexed="64"/>')]),
    compter("borders", [bord("<bottom/>"), bord('<bottom style="thin"><color rgb="FF4A5A78"/></bottom>')]),
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    compter("cellXfs", Object.values(STYLES)),
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join("");
}
