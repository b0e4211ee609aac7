import { archive, xml } from "./archive";
import { type Cellule, type ClasseurScelle, enTexte, largeurs, type Tableau } from "./classeur";
import { enteteDe, nomsDesFeuilles, portee, RANGS_FIGES } from "./feuille";
import { rangDuStyle, type Style, styleDe, stylesXlsx } from "./xlsx-styles";

const TETE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PAQUET = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The workbook as an Office Open XML spreadsheet (ECMA-376, transitional): the same bytes for the same content. */
export function enXlsx(classeur: ClasseurScelle): Buffer {
  const noms = nomsDesFeuilles(classeur.tableaux);
  return archive([
    ["[Content_Types].xml", types(noms.length)],
    ["_rels/.rels", racine()],
    ["docProps/core.xml", proprietes(classeur)],
    ["xl/workbook.xml", livre(noms, classeur.tableaux)],
    ["xl/_rels/workbook.xml.rels", liens(noms.length)],
    ["xl/styles.xml", stylesXlsx()],
    ...classeur.tableaux.map((tableau, rang): [string, string] => [`xl/worksheets/sheet${rang + 1}.xml`, feuille(tableau, classeur, rang)]),
  ]);
}

const rangs = (nombre: number) => Array.from({ length: nombre }, (_, rang) => rang + 1);

const types = (feuilles: number) =>
  `${TETE}<Types xmlns="${PAQUET}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${rangs(
    feuilles,
  )
    .map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`)
    .join("")}</Types>`;

const lien = (id: string, type: string, cible: string) => `<Relationship Id="${id}" Type="${type}" Target="${cible}"/>`;

const racine = () =>
  `${TETE}<Relationships xmlns="${PAQUET}/relationships">${lien("rId1", `${OFFICE}/officeDocument`, "xl/workbook.xml")}${lien("rId2", `${PAQUET}/relationships/metadata/core-properties`, "docProps/core.xml")}</Relationships>`;

const liens = (feuilles: number) =>
  `${TETE}<Relationships xmlns="${PAQUET}/relationships">${rangs(feuilles)
    .map((n) => lien(`rId${n}`, `${OFFICE}/worksheet`, `worksheets/sheet${n}.xml`))
    .join("")}${lien(`rId${feuilles + 1}`, `${OFFICE}/styles`, "styles.xml")}</Relationships>`;

/** The date of the file is that of its facts, never that of the day when it is written. */
function proprietes(classeur: ClasseurScelle): string {
  const cree =
    classeur.arreteAu === null ? "" : `<dcterms:created xsi:type="dcterms:W3CDTF">${classeur.arreteAu}T00:00:00Z</dcterms:created>`;
  return `${TETE}<cp:coreProperties xmlns:cp="${PAQUET}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xml(classeur.titre)}</dc:title><dc:subject>${xml(portee(classeur))}</dc:subject><dc:creator>UneFois</dc:creator><dc:description>Empreinte du contenu (SHA-256) : ${classeur.empreinte}</dc:description><dc:language>fr-FR</dc:language>${cree}</cp:coreProperties>`;
}

/** The header of each sheet is repeated on every printed page. */
const livre = (noms: readonly string[], tableaux: readonly Tableau[]) =>
  `${TETE}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>${noms
    .map((nom, rang) => `<sheet name="${xml(nom)}" sheetId="${rang + 1}" r:id="rId${rang + 1}"/>`)
    .join("")}</sheets><definedNames>${tableaux
    .map(
      (_, rang) =>
        `<definedName name="_xlnm.Print_Titles" localSheetId="${rang}">'${xml(noms[rang]!)}'!$${RANGS_FIGES}:$${RANGS_FIGES}</definedName>`,
    )
    .join("")}</definedNames></workbook>`;

function feuille(tableau: Tableau, classeur: ClasseurScelle, rang: number): string {
  const [titre, ...mentions] = enteteDe(tableau, classeur);
  const rangees: [Style, Cellule][][] = [
    [["titre", { texte: titre! }]],
    ...mentions.map((mention): [Style, Cellule][] => [["mention", { texte: mention }]]),
    tableau.colonnes.map((colonne): [Style, Cellule] => ["entete", { texte: colonne.titre }]),
    ...tableau.lignes.map((ligne) => ligne.map((cellule): [Style, Cellule] => [styleDe(cellule), cellule])),
  ];
  const largeur = largeurs(tableau).map((l, i) => `<col min="${i + 1}" max="${i + 1}" width="${l}" customWidth="1"/>`);
  const filtre = `A${RANGS_FIGES}:${lettres(tableau.colonnes.length - 1)}${rangees.length}`;
  return `${TETE}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"${rang === 0 ? ' tabSelected="1"' : ""}><pane ySplit="${RANGS_FIGES}" topLeftCell="A${RANGS_FIGES + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${largeur.join("")}</cols><sheetData>${rangees
    .map((cellules, y) => `<row r="${y + 1}">${cellules.map(([style, c], x) => cellule(`${lettres(x)}${y + 1}`, style, c)).join("")}</row>`)
    .join(
      "",
    )}</sheetData><autoFilter ref="${filtre}"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`;
}

function cellule(ref: string, style: Style, contenu: Cellule): string {
  const s = rangDuStyle(style);
  if ("nombre" in contenu)
    return `<c r="${ref}" s="${s}"><v>${contenu.format === "pourcentage" ? centieme(contenu.nombre) : contenu.nombre}</v></c>`;
  if ("date" in contenu) return `<c r="${ref}" s="${s}"><v>${rangDuJour(contenu.date)}</v></c>`;
  return `<c r="${ref}" s="${s}" t="inlineStr"><is><t xml:space="preserve">${xml(enTexte(contenu))}</t></is></c>`;
}

/** 83.3 % is 0.833 in a cell: two decimals more than the six that a figure keeps. */
export const centieme = (pourcentage: number): number => Math.round(pourcentage * 1e6) / 1e8;

/** Days since 30 December 1899, as spreadsheets count from March 1900. */
const rangDuJour = (jour: string): number => (Date.parse(`${jour}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;

/** 0 → A, 26 → AA. */
export const lettres = (rang: number): string =>
  (rang < 26 ? "" : lettres(Math.floor(rang / 26) - 1)) + String.fromCharCode(65 + (rang % 26));
