import { CATALOGUE } from "../../../../subgraphs/indicateurs/mesure/catalogue";
import { SANS_CALCUL } from "../../../../subgraphs/indicateurs/mesure/sans-calcul";
import { CALLERS } from "../../../setup/subgraph";
import { demander, preparer, sg } from "../../mesures";

preparer();

const definitions = [...CATALOGUE.values()].flat().filter(({ definition }) => /^(OARSA|PP|UF\.\d|RPE)\./.test(definition.code));
const lister = async (cadre: string) =>
  (
    await sg.run(
      CALLERS.pilotage,
      "query ($cadre: String) { definitionsIndicateurs(cadre: $cadre, toutesVersions: true) { code version tableau calcule pourquoi regleSuspendus differences } }",
      { cadre },
    )
  ).data.definitionsIndicateurs as any[];

describe("définitions des états", () => {
  it("chaque ligne a son tableau, son texte, et T0 si elle mesure un délai", () => {
    for (const { definition, calcul } of definitions) {
      const { code, tableau, origineDelai, source, regleCohorte } = definition;
      expect([code, tableau !== null, source.length > 20, regleCohorte.length > 20]).toEqual([code, true, true, true]);
      expect([code, origineDelai !== null]).toEqual([code, calcul.donne?.includes("delai") ?? false]);
    }
  });

  it("les lignes d’un tableau OARSA se suivent, calculées ou non ; celles que le hub ne sait pas disent pourquoi", async () => {
    const attendues = { OARSA_T1: 20, OARSA_T2: 17, OARSA_T3: 12, OARSA_T4: 16, OARSA_T5: 11, OARSA_T6: 12 };
    for (const [tableau, nombre] of Object.entries(attendues)) {
      const lignes = await lister(tableau);
      const rangs = lignes.map(({ code }) => Number(code.split(".").at(-1)));
      expect([tableau, rangs]).toEqual([tableau, Array.from({ length: nombre }, (_, i) => i + 1)]);
      for (const { calcule, pourquoi } of lignes) expect(pourquoi === null).toBe(calcule);
    }
  });

  it("chaque ligne calculée du plan pauvreté a ses deux versions, avec et sans la notion de suspendu, et dit ce qui change", async () => {
    const lignes = (await lister("plan-pauvrete")).filter(({ calcule }) => calcule);
    const codes = [...new Set(lignes.map(({ code }) => code))];
    expect(codes.length).toBeGreaterThan(70);
    for (const code of codes) {
      const versions = lignes
        .filter((ligne) => ligne.code === code)
        .map(({ version, regleSuspendus, differences }) => [version, regleSuspendus, differences !== null]);
      expect([code, versions]).toEqual([
        code,
        [
          [2, "AVEC", true],
          [3, "SANS", true],
        ],
      ]);
    }
  });

  it("une ligne que le hub ne sait pas calculer répond sans chiffre ; une version qu’elle n’a pas est refusée", async () => {
    expect(SANS_CALCUL.size).toBeGreaterThan(10);
    const { data } = await demander("OARSA.T1.08");
    expect(data.indicateur).toMatchObject({ numerateur: null, valeur: null, ventilation: [] });
    expect((await demander("OARSA.T1.08", { version: 2 })).errors?.[0]?.extensions).toMatchObject({
      code: "ARGUMENT_INVALIDE",
      champ: "version",
    });
  });
});
