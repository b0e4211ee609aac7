import fs from "node:fs";
import { CATALOGUE } from "../../../../subgraphs/indicateurs/mesure/catalogue";
import { SANS_CALCUL } from "../../../../subgraphs/indicateurs/mesure/sans-calcul";
import { page, rows } from "../../../docs/tables-markdown";

const DES_ETATS = /^(OARSA|PP|UF\.\d|RPE)\./;

describe("la page des indicateurs des états", () => {
  it("dit chaque ligne avec son libellé, et pourquoi le hub n’en calcule pas certaines", () => {
    const calculees = [...CATALOGUE]
      .filter(([code]) => DES_ETATS.test(code))
      .map(([code, versions]) => [code, [versions.at(-1)!.definition.libelle, "calculée"]]);
    const autres = [...SANS_CALCUL].map(([code, { libelle, pourquoi }]) => [code, [libelle, pourquoi]]);
    const dites = rows(page("docs/indicateurs-etat.md")).flatMap(({ cells }) =>
      cells.code ? [[cells.code, [cells.ligne, cells.place]]] : [],
    );
    expect(Object.fromEntries(dites)).toEqual(Object.fromEntries([...calculees, ...autres]));
    expect(dites).toHaveLength(calculees.length + autres.length);
  });

  it("est annoncée par le README", () => {
    expect(fs.readFileSync("README.md", "utf8")).toContain("docs/indicateurs-etat.md");
  });
});
