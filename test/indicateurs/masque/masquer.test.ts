import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { readSettings } from "../../../subgraphs/shared/settings";
import { CALLERS, testSubgraph } from "../../setup/subgraph";
import { type Fait, type Monde, ouvrirMonde } from "./monde";

let monde: Monde;
beforeAll(async () => {
  monde = await ouvrirMonde(5);
  await monde.poser([
    ...entrees(3, "94001", "2026-10-05"),
    ...entrees(9, "94002", "2026-10-06"),
    ...entrees(20, "94003", "2026-10-07"),
    ...entrees(30, "94004", "2026-10-08", "JEUNES"),
    ...entrees(8, "94004", "2026-09-08"),
    ...entrees(7, "94005", "2026-10-09"),
  ]);
});
afterAll(() => monde.fermer());

const entrees = (combien: number, commune: string, jour: string, parcours = "FRANCE_TRAVAIL"): Fait[] =>
  Array.from({ length: combien }, () => ({ commune, jour, parcours, flux: true }));
const ANNEE = { debut: "2026-01-01", fin: "2026-12-31" };
const OCTOBRE = { debut: "2026-10-01", fin: "2026-10-31" };
const demander = async (plus: Record<string, string>, code = "L.I.V2.1.1") =>
  (await monde.demander([{ code, territoire: "94", ...ANNEE, ...plus }]))[0];

describe("une réponse masquée", () => {
  it("le total est dit ; une petite commune est tue, avec la plus petite qui la protège dans les mêmes ensembles ; jamais 0", async () => {
    const { numerateur, masquee, ventilation } = await demander({ ventilation: "commune" });
    expect({ numerateur, masquee }).toEqual({ numerateur: 77, masquee: false });
    expect(ventilation.find((part: any) => part.cle === "94001")).toEqual({
      cle: "94001",
      numerateur: null,
      denominateur: null,
      valeur: null,
      masquee: true,
    });
    expect(ventilation.filter((part: any) => part.masquee).length).toBeGreaterThan(1);
    expect(ventilation.find((part: any) => part.cle === "94005")).toMatchObject({ numerateur: 7, masquee: false });
  });

  it("la commune demandée seule est tue comme la part ; une commune sans personne donne 0", async () => {
    const { ventilation } = await demander({ ventilation: "commune" });
    for (const { cle, numerateur, masquee } of ventilation) {
      expect(await demander({ territoire: cle })).toMatchObject({ numerateur, valeur: numerateur, masquee });
    }
    expect(await demander({ territoire: "94006" })).toMatchObject({ numerateur: 0, valeur: 0, masquee: false });
  });

  it("les parts d’un tout masqué sont tues", async () => {
    const { masquee, ventilation } = await demander({ territoire: "94001", ventilation: "parcours" });
    expect(masquee).toBe(true);
    expect(ventilation.every((part: any) => part.masquee)).toBe(true);
  });

  it("un mois du département est exact ; un jour d’une commune est tu", async () => {
    expect(await demander(OCTOBRE)).toMatchObject({ numerateur: 69, masquee: false });
    expect(await demander({ territoire: "94001", debut: "2026-10-05", fin: "2026-10-05" })).toMatchObject({ valeur: null, masquee: true });
  });

  it("ce qui ne s’additionne pas est masqué aussi : l’évolution d’une petite commune", async () => {
    expect(await demander({ territoire: "94001" }, "L.I.V2.1.2")).toMatchObject({ numerateur: null, valeur: null, masquee: true });
    expect(await demander({}, "L.I.V2.1.2")).toMatchObject({ numerateur: 77, denominateur: 0, masquee: false });
  });
});

describe("ce que le masquage coûte", () => {
  it.each([
    ["une année du département : sa réponse suffit", {}, 1],
    ["une année du département par parcours : de même", { ventilation: "parcours" }, 1],
    ["un mois du département : une instruction de plus", OCTOBRE, 2],
    ["une commune : une instruction de plus", { territoire: "94004" }, 2],
    [
      "une commune, un jour, deux coupes : une instruction de plus",
      { territoire: "94004", fin: "2026-10-08", ventilation: "parcours,flux" },
      2,
    ],
  ])("%s", async (_titre, plus, instructions) => {
    const arguments_ = Object.entries({ code: "L.I.V2.1.1", territoire: "94", ...ANNEE, ...plus }).map(
      ([nom, v]) => `${nom}: ${JSON.stringify(v)}`,
    );
    const document = `{ indicateur(${arguments_.join(", ")}) { numerateur } }`;
    const { statements, errors } = await monde.sg.run(CALLERS.pilotage, document, {}, new Date("2026-11-22T09:00:00Z"));
    expect(errors).toBeUndefined();
    expect(statements).toHaveLength(instructions);
  });
});

describe("le seuil", () => {
  it.each([[0], [1]])("%i : rien n’est tu", async (seuilIndicateurs) => {
    const sans = await testSubgraph(sousGraphe, monde.db.url, { seuilIndicateurs });
    const document = `{ indicateur(code: "L.I.V2.1.1", territoire: "94001", debut: "2026-10-05", fin: "2026-10-05") { numerateur masquee } }`;
    const { data } = await sans.run(CALLERS.pilotage, document);
    await sans.close();
    expect(data.indicateur).toEqual({ numerateur: 3, masquee: false });
  });

  it("5 par défaut ; un nombre de personnes, de 0 à 100", () => {
    expect(readSettings({}).seuilIndicateurs).toBe(5);
    expect(readSettings({ INDICATEURS_SEUIL: "11" }).seuilIndicateurs).toBe(11);
    for (const faux of ["-1", "101", "2.5", "cinq"]) expect(() => readSettings({ INDICATEURS_SEUIL: faux })).toThrow("INDICATEURS_SEUIL");
  });
});
