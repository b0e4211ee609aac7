const ARIAL = 'style:font-name="Arial" fo:font-family="Arial"';
const HAUT = 'style:vertical-align="top" fo:wrap-option="wrap"';

const chiffres = (nom: string, decimales: number, apres = "") =>
  `<number:number-style style:name="n-${nom}" number:language="fr" number:country="FR"><number:number number:decimal-places="${decimales}" number:min-decimal-places="${decimales}" number:min-integer-digits="1" number:grouping="true"/>${apres}</number:number-style>`;

const POUR_CENT =
  '<number:percentage-style style:name="n-pourcentage" number:language="fr" number:country="FR"><number:number number:decimal-places="1" number:min-decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>';
const JOUR =
  '<number:date-style style:name="n-date" number:language="fr" number:country="FR"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>';

const style = (nom: string, cellule: string, texte = "", plus = "", paragraphe = "") =>
  `<style:style style:name="${nom}" style:family="table-cell"${plus}><style:table-cell-properties ${cellule}/>${paragraphe}<style:text-properties ${ARIAL} fo:font-size="10pt" ${texte}/></style:style>`;
const chiffre = (nom: string) =>
  style(nom, 'style:vertical-align="top"', "", ` style:data-style-name="n-${nom}"`, '<style:paragraph-properties fo:text-align="end"/>');

/** Styles of cells: the same for every workbook. */
export const STYLES_DES_CELLULES = [
  chiffres("entier", 0),
  chiffres("nombre", 2),
  chiffres("euros", 2, "<number:text> €</number:text>"),
  POUR_CENT,
  JOUR,
  style("titre", 'fo:wrap-option="no-wrap"', 'fo:font-weight="bold"').replace('fo:font-size="10pt"', 'fo:font-size="14pt"'),
  style("mention", 'fo:wrap-option="no-wrap"', 'fo:font-style="italic"'),
  style(
    "entete",
    'style:vertical-align="middle" fo:wrap-option="wrap" fo:background-color="#e3e9f4" fo:border-bottom="0.5pt solid #4a5a78"',
    'fo:font-weight="bold"',
  ),
  style("texte", HAUT),
  style("absence", 'style:vertical-align="top"', 'fo:font-style="italic"', "", '<style:paragraph-properties fo:text-align="end"/>'),
  ...["date", "entier", "nombre", "pourcentage", "euros"].map(chiffre),
  '<style:style style:name="ta" style:family="table" style:master-page-name="Default"><style:table-properties table:display="true"/></style:style>',
].join("");

/** A style a column of each sheet: about 0.21 cm a character. */
export const stylesDesColonnes = (feuilles: readonly (readonly number[])[]): string =>
  feuilles
    .flatMap((largeurs, feuille) =>
      largeurs.map(
        (caracteres, colonne) =>
          `<style:style style:name="co${feuille}_${colonne}" style:family="table-column"><style:table-column-properties style:column-width="${(caracteres * 0.21).toFixed(2)}cm"/></style:style>`,
      ),
    )
    .join("");
