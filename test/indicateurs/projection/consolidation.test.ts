import { CONSOLIDATION_JOURS, consolideLe, estConsolide } from "../../../subgraphs/indicateurs/projection/consolidation";
import { readSettings } from "../../../subgraphs/shared/settings";

describe("consolidation", () => {
  it.each([
    ["un trimestre dont le hub a vu chaque jour", "2026-03-31", "2025-01-01", 90, "2026-06-29"],
    ["une année d’avant le hub : le temps d’apprendre", "2023-12-31", "2026-01-10", 90, "2026-04-10"],
    ["rien n’est encore connu", "2026-03-31", null, 90, "2026-06-29"],
    ["le 29 février", "2024-02-29", "2024-01-01", 1, "2024-03-01"],
    ["aucun délai", "2026-03-31", "2026-01-01", 0, "2026-03-31"],
  ])("%s", (_titre, fin, premier, jours, attendu) => {
    expect(consolideLe(fin, premier, jours)).toBe(attendu);
  });

  it("le jour même compte encore ; le chiffre est ferme le lendemain", () => {
    expect([estConsolide("2026-06-29", "2026-06-28"), estConsolide("2026-06-29", "2026-06-29")]).toEqual([false, false]);
    expect(estConsolide("2026-06-29", "2026-06-30")).toBe(true);
  });

  it("le délai est un réglage, de même valeur par défaut que la règle", () => {
    expect(readSettings({}).consolidationJours).toBe(CONSOLIDATION_JOURS);
    expect(readSettings({ INDICATEURS_CONSOLIDATION_JOURS: "30" }).consolidationJours).toBe(30);
    expect(() => readSettings({ INDICATEURS_CONSOLIDATION_JOURS: "-1" })).toThrow("INDICATEURS_CONSOLIDATION_JOURS");
  });
});
