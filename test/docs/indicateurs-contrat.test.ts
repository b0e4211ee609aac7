import { NON_CALCULES } from "../../subgraphs/indicateurs/definitions/contrat/non-calcules";
import { COLONNES, DISPOSITIFS } from "../../subgraphs/indicateurs/dispositif/dispositif";
import { CATALOGUE } from "../../subgraphs/indicateurs/mesure/catalogue";
import { LIGNES, LIGNES_DE_LA_PAGE } from "./indicateurs-contrat";
import { page } from "./tables-markdown";

const TEXTE = page("docs/indicateurs-contrat.md");
const codes = LIGNES.map(({ code }) => code);
const insertion = codes.filter((code) => /^([LN]\.I|F)\./.test(code));

describe("docs/indicateurs-contrat.md", () => {
  it("dit chaque ligne du contrat comme le catalogue la calcule, ou pourquoi il ne le fait pas", () => {
    const [, tableau] = TEXTE.split("## Ligne par ligne\n");
    const ecrites = tableau!.split("\n").filter((ligne) => /^\| [LNF]\./.test(ligne));
    expect(ecrites).toEqual(LIGNES_DE_LA_PAGE);
  });

  it("nomme les dispositifs et les colonnes de leur fichier", () => {
    for (const mot of [...DISPOSITIFS, ...COLONNES]) expect(TEXTE).toContain(mot);
    expect(TEXTE).toContain(`\n${COLONNES.join(",")}\n`);
  });
});

describe("les 122 lignes du contrat", () => {
  it("ont chacune une place : calculée, ou une raison qui dit qui la remplit ; jamais les deux", () => {
    expect(codes).toHaveLength(122);
    expect(codes.filter((code) => CATALOGUE.has(code) === Object.hasOwn(NON_CALCULES, code))).toEqual([]);
    expect(Object.keys(NON_CALCULES).filter((code) => !codes.includes(code))).toEqual([]);
  });

  it("sont calculées pour 63 des 73 lignes d’insertion et de feuille de route", () => {
    expect(insertion).toHaveLength(73);
    expect(insertion.filter((code) => !CATALOGUE.has(code))).toEqual([
      "L.I.V1.1",
      "L.I.V1.2",
      "L.I.V2.2.5",
      "N.I.V1.1",
      "N.I.V1.2",
      "N.I.V3.10",
      "F.3",
      "F.19",
      "F.20",
      "F.21",
    ]);
  });

  it("disent, quand un délai est mesuré, depuis quand ; et quand une version change, ce qui change", () => {
    for (const [code, versions] of CATALOGUE) {
      for (const { definition, calcul } of versions) {
        const { version, origineDelai, differences } = definition;
        if (calcul.donne?.includes("delai")) expect([code, version, origineDelai]).toEqual([code, version, expect.any(String)]);
        expect([code, version, differences !== null]).toEqual([code, version, version > 1]);
      }
    }
  });
});
