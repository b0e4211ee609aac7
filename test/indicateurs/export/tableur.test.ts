import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { type Cellule, type Classeur, enTexte, nombre } from "../../../subgraphs/indicateurs/export/tableur/classeur";
import { enCsv } from "../../../subgraphs/indicateurs/export/tableur/csv";
import { FORMATS } from "../../../subgraphs/indicateurs/export/tableur/ecrire";
import { canonique, sceller } from "../../../subgraphs/indicateurs/export/tableur/empreinte";
import { nomsDesFeuilles } from "../../../subgraphs/indicateurs/export/tableur/feuille";
import { enOds } from "../../../subgraphs/indicateurs/export/tableur/ods";
import { enXlsx } from "../../../subgraphs/indicateurs/export/tableur/xlsx";
import { exemple } from "./classeur-exemple";
import { decompresser, type Lue, lireOds, lireXlsx, lireXml } from "./relire";

const scelle = () => sceller(exemple());

/** What a spreadsheet must hold of a cell. */
const attendue = (c: Cellule): Lue => {
  if ("date" in c) return { date: c.date };
  if ("nombre" in c) return c.format === "pourcentage" ? Math.round(c.nombre * 1e6) / 1e8 : c.nombre;
  return enTexte(c).replace("\u0001", "");
};

describe.each([
  ["XLSX", enXlsx, lireXlsx],
  ["ODS", enOds, lireOds],
])("le classeur %s", (_, ecrire, lire) => {
  it("rend chaque cellule : les nombres sont des nombres, les dates des dates, « masqué » et « non connu » des mots", () => {
    const feuilles = [...lire(ecrire(scelle())).values()];
    exemple().tableaux.forEach(({ lignes }, rang) => {
      expect(feuilles[rang]!.slice(4)).toEqual(lignes.map((ligne) => ligne.map(attendue)));
    });
  });

  it("dit en tête de feuille le titre, la portée, l’état et l’empreinte, puis l’en-tête", () => {
    const { empreinte, tableaux } = scelle();
    const [premiere] = lire(ecrire(scelle())).values();
    expect(premiere!.slice(0, 4)).toEqual([
      ["Chiffres & délais <T1>"],
      ["Territoire 94-PILOTE · du 01/01/2026 au 31/03/2026 · provisoire"],
      [`Empreinte du contenu (SHA-256) : ${empreinte}`],
      tableaux[0]!.colonnes.map(({ titre }) => titre),
    ]);
  });

  it("ne porte ni l’heure ni la machine : chaque entrée du ZIP est datée du 1er janvier 1980", () => {
    for (const { date } of decompresser(ecrire(scelle())).values()) expect(date).toBe(((1 << 5) | 1) << 16);
  });

  it("ne contient que du XML bien formé", () => {
    for (const [nom, { contenu }] of decompresser(ecrire(scelle()))) if (nom !== "mimetype") expect(() => lireXml(contenu)).not.toThrow();
  });

  it("rend tout texte et tout nombre", () => {
    const cellule = fc.oneof(
      fc.string({ unit: "binary" }).map((valeur): Cellule => ({ texte: valeur.replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "") })),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((valeur) => nombre(valeur)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cellule, cellule), { minLength: 1, maxLength: 8 }), (lignes) => {
        const [tableau] = exemple().tableaux;
        const classeur = sceller({ ...exemple(), tableaux: [{ ...tableau!, colonnes: tableau!.colonnes.slice(0, 2), lignes }] });
        const [feuille] = lire(ecrire(classeur)).values();
        expect(feuille!.slice(4)).toEqual(lignes.map((ligne) => ligne.map(attendue)));
      }),
      { numRuns: 60 },
    );
  });
});

describe("ce que lit un tableur", () => {
  it("ODS : le type du fichier est la première entrée, non compressée", () => {
    const [[nom, { contenu, compresse }]] = decompresser(enOds(scelle())) as unknown as [[string, { contenu: string; compresse: boolean }]];
    expect({ nom, contenu, compresse }).toEqual({
      nom: "mimetype",
      contenu: "application/vnd.oasis.opendocument.spreadsheet",
      compresse: false,
    });
  });

  it("XLSX : l’en-tête reste en vue, se répète à l’impression et porte les filtres", () => {
    const entrees = decompresser(enXlsx(scelle()));
    const feuille = entrees.get("xl/worksheets/sheet1.xml")!.contenu;
    expect(feuille).toContain('<pane ySplit="4" topLeftCell="A5" activePane="bottomLeft" state="frozen"/>');
    expect(feuille).toContain('<autoFilter ref="A4:C10"/>');
    expect(entrees.get("xl/workbook.xml")!.contenu).toContain("$4:$4</definedName>");
  });

  it("les noms de feuille sont admis des deux formats, et aucun ne se répète", () => {
    const noms = ["Délais : médiane / moyenne [jours]", "a".repeat(40), "a".repeat(40), "A".repeat(40), "???"];
    const donnes = nomsDesFeuilles(noms.map((nom) => ({ ...exemple().tableaux[0]!, nom })));
    for (const nom of donnes) expect(nom).toMatch(/^[^[\]:*?/\\']{1,31}$/);
    expect(new Set(donnes.map((nom) => nom.toLowerCase())).size).toBe(noms.length);
  });
});

describe("le CSV", () => {
  const octets = enCsv(scelle());
  const lu: string[][] = parse(octets, { bom: true, delimiter: ";", relax_column_count: true, skip_empty_lines: true });

  it("est en UTF-8 avec sa marque, à points-virgules, à virgules décimales, et ses remarques commencent par #", () => {
    expect(octets.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(lu.find(([code]) => code === "L.I.V2.1.3")).toEqual(["L.I.V2.1.3", "83,333333", "2026-03-31"]);
    expect(lu[1]![0]).toBe(`# Empreinte du contenu (SHA-256) : ${scelle().empreinte}`);
  });

  it("ne donne aucune formule à un tableur : un texte qui commence par = + - ou @ prend une apostrophe, un nombre négatif garde son signe", () => {
    expect(lu.filter(([code]) => code!.startsWith("'"))).toEqual([
      ["'=1+1", "-1234567,5", "2024-02-29"],
      ['\'+33 ; "guillemets"', "0", "non connu"],
      ["'@SOMME(A1)", "masqué", "sans objet"],
    ]);
  });

  it("écrit sans exposant le plus petit et le plus grand chiffre", () => {
    expect(lu.find(([code]) => code!.startsWith("élève"))![1]).toBe("0,000001");
    const grand: Classeur = { ...exemple(), tableaux: [{ ...exemple().tableaux[1]!, lignes: [[nombre(1e12), nombre(-0.0000001)]] }] };
    expect(enCsv(sceller(grand)).toString()).toContain("1000000000000;0\r\n");
  });
});

describe("l’empreinte", () => {
  it("ne dépend pas de l’ordre des clés, et change avec un seul chiffre, une seule version, une seule date", () => {
    const { modele, ...reste } = exemple();
    expect(sceller({ ...reste, modele }).empreinte).toBe(scelle().empreinte);
    const [chiffres, definitions] = exemple().tableaux;
    const autres: Classeur[] = [
      { ...exemple(), connuLe: "2026-04-01" },
      { ...exemple(), territoire: "94" },
      { ...exemple(), tableaux: [chiffres!, { ...definitions!, lignes: [[...definitions!.lignes[0]!.slice(0, 1), nombre(3, "entier")]] }] },
    ];
    expect(new Set([scelle(), ...autres.map(sceller)].map(({ empreinte }) => empreinte)).size).toBe(4);
  });

  it("canonise les objets imbriqués et tait ce qui n’est pas défini", () => {
    expect(canonique({ b: [{ d: 1, c: null }], a: undefined })).toBe('{"b":[{"c":null,"d":1}]}');
  });

  it("un chiffre qui n’en est pas un ne s’écrit pas", () => {
    expect(() => nombre(Number.NaN)).toThrow("pas un nombre");
    expect(() => nombre(Number.POSITIVE_INFINITY)).toThrow("pas un nombre");
  });
});

it.each(Object.entries(FORMATS))(
  "le même contenu donne les mêmes octets en %s, aussi dans un fuseau et une langue autres",
  (_, { ecrire }) => {
    const octets = ecrire(scelle());
    const fuseau = process.env.TZ;
    process.env.TZ = "Pacific/Kiritimati";
    try {
      expect(ecrire(sceller(JSON.parse(JSON.stringify(exemple())))).equals(octets)).toBe(true);
    } finally {
      if (fuseau === undefined) delete process.env.TZ;
      else process.env.TZ = fuseau;
    }
  },
);
