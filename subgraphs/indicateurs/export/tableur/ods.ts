import { archive, xml } from "./archive";
import { type Cellule, type ClasseurScelle, enTexte, jourFrancais, largeurs, type Tableau } from "./classeur";
import { enteteDe, nomsDesFeuilles, portee, RANGS_FIGES } from "./feuille";
import { STYLES_DES_CELLULES, stylesDesColonnes } from "./ods-styles";
import { centieme, lettres } from "./xlsx";

const TETE = '<?xml version="1.0" encoding="UTF-8"?>\n';
const TYPE = "application/vnd.oasis.opendocument.spreadsheet";
const ESPACES = ["office", "style", "text", "table", "number", "meta", "config"]
  .map((nom) => `xmlns:${nom}="urn:oasis:names:tc:opendocument:xmlns:${nom === "number" ? "datastyle" : nom}:1.0"`)
  .concat('xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"')
  .join(" ");

/** The workbook as an OpenDocument spreadsheet (ISO/IEC 26300, 1.3): the same bytes for the same content. */
export function enOds(classeur: ClasseurScelle): Buffer {
  const noms = nomsDesFeuilles(classeur.tableaux);
  return archive([
    // First and not compressed: it is how the type of the file is known.
    ["mimetype", TYPE, false],
    ["META-INF/manifest.xml", MANIFESTE],
    ["meta.xml", meta(classeur)],
    ["settings.xml", reglages(noms)],
    ["styles.xml", STYLES],
    ["content.xml", contenu(classeur, noms)],
  ]);
}

const MANIFESTE = `${TETE}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${TYPE}"/>${["content.xml", "styles.xml", "meta.xml", "settings.xml"].map((nom) => `<manifest:file-entry manifest:full-path="${nom}" manifest:media-type="text/xml"/>`).join("")}</manifest:manifest>`;

/** A4, landscape, as wide as the page. */
const STYLES = `${TETE}<office:document-styles ${ESPACES} office:version="1.3"><office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Default" style:page-layout-name="page"/></office:master-styles></office:document-styles>`;

/** The date of the file is that of its facts, never that of the day when it is written. */
function meta(classeur: ClasseurScelle): string {
  const cree = classeur.arreteAu === null ? "" : `<meta:creation-date>${classeur.arreteAu}T00:00:00</meta:creation-date>`;
  return `${TETE}<office:document-meta ${ESPACES} office:version="1.3"><office:meta><meta:generator>UneFois</meta:generator><dc:title>${xml(classeur.titre)}</dc:title><dc:subject>${xml(portee(classeur))}</dc:subject><dc:description>Empreinte du contenu (SHA-256) : ${classeur.empreinte}</dc:description><dc:language>fr-FR</dc:language>${cree}</office:meta></office:document-meta>`;
}

/** The rows that stay in sight. */
function reglages(noms: readonly string[]): string {
  const item = (nom: string, type: string, valeur: number) =>
    `<config:config-item config:name="${nom}" config:type="${type}">${valeur}</config:config-item>`;
  const vue = noms.map(
    (nom) =>
      `<config:config-item-map-entry config:name="${xml(nom)}">${item("VerticalSplitMode", "short", 2)}${item("VerticalSplitPosition", "int", RANGS_FIGES)}${item("PositionBottom", "int", RANGS_FIGES)}${item("ActiveSplitRange", "short", 2)}${item("CursorPositionY", "int", RANGS_FIGES)}</config:config-item-map-entry>`,
  );
  return `${TETE}<office:document-settings ${ESPACES} office:version="1.3"><office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1</config:config-item><config:config-item-map-named config:name="Tables">${vue.join("")}</config:config-item-map-named><config:config-item config:name="ActiveTable" config:type="string">${xml(noms[0] ?? "")}</config:config-item></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>`;
}

function contenu(classeur: ClasseurScelle, noms: readonly string[]): string {
  const feuilles = classeur.tableaux.map((tableau, rang) => feuille(tableau, classeur, noms[rang]!, rang));
  const colonnes = stylesDesColonnes(classeur.tableaux.map(largeurs));
  const filtres = classeur.tableaux.map((tableau, rang) => filtre(tableau, noms[rang]!, rang));
  return `${TETE}<office:document-content ${ESPACES} office:version="1.3"><office:automatic-styles>${STYLES_DES_CELLULES}${colonnes}</office:automatic-styles><office:body><office:spreadsheet>${feuilles.join("")}<table:database-ranges>${filtres.join("")}</table:database-ranges></office:spreadsheet></office:body></office:document-content>`;
}

function filtre({ colonnes, lignes }: Tableau, nom: string, rang: number): string {
  const cite = `'${nom}'`;
  const fin = `${lettres(colonnes.length - 1)}${RANGS_FIGES + lignes.length}`;
  return `<table:database-range table:name="tableau${rang + 1}" table:target-range-address="${xml(cite)}.A${RANGS_FIGES}:${xml(cite)}.${fin}" table:display-filter-buttons="true"/>`;
}

function feuille(tableau: Tableau, classeur: ClasseurScelle, nom: string, rang: number): string {
  const [titre, ...mentions] = enteteDe(tableau, classeur);
  const rangee = (cellules: string[]) => `<table:table-row>${cellules.join("")}</table:table-row>`;
  const colonnes = tableau.colonnes.map((_, i) => `<table:table-column table:style-name="co${rang}_${i}"/>`).join("");
  const entete = rangee(tableau.colonnes.map((colonne) => mot("entete", colonne.titre)));
  return `<table:table table:name="${xml(nom)}" table:style-name="ta">${colonnes}${rangee([mot("titre", titre!)])}${mentions
    .map((mention) => rangee([mot("mention", mention)]))
    .join(
      "",
    )}<table:table-header-rows>${entete}</table:table-header-rows>${tableau.lignes.map((ligne) => rangee(ligne.map(cellule))).join("")}</table:table>`;
}

const paragraphes = (valeur: string) => valeur.split("\n").map((ligne) => `<text:p>${xml(ligne)}</text:p>`);
const mot = (style: string, valeur: string) =>
  `<table:table-cell table:style-name="${style}" office:value-type="string">${paragraphes(valeur).join("")}</table:table-cell>`;

function cellule(c: Cellule): string {
  if ("date" in c)
    return `<table:table-cell table:style-name="date" office:value-type="date" office:date-value="${c.date}"><text:p>${jourFrancais(c.date)}</text:p></table:table-cell>`;
  if (!("nombre" in c)) return mot("absence" in c ? "absence" : "texte", enTexte(c));
  const [type, valeur] = c.format === "pourcentage" ? ["percentage", centieme(c.nombre)] : ["float", c.nombre];
  return `<table:table-cell table:style-name="${c.format}" office:value-type="${type}" office:value="${valeur}"><text:p>${valeur}</text:p></table:table-cell>`;
}
