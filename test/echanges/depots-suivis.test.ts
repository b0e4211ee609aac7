import { generateKeyPairSync } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { suivreDepots } from "../../hub/inscriptions";
import { Coffre } from "../../subgraphs/echanges/depot/coffre";
import type { Cible } from "../../subgraphs/echanges/depot/depot.client";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { createLog } from "../../subgraphs/shared/log";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";

describe("le worker des dépôts", () => {
  let base: TestDatabase;
  beforeEach(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
  });
  afterEach(() => base.drop());

  it("fait la liste le lundi à 6 heures de Paris, la dépose dans la minute, et survit à une panne", async () => {
    // Monday 05:57 in Paris: the week before is still the one that is due.
    const clock = new VirtualClock(new Date("2026-02-02T04:57:00Z"));
    const recus: { nom: string; le: Date }[] = [];
    let pannes = 1;
    const cible: Cible = {
      destinataires: ["FRANCE_TRAVAIL"],
      deposer: async (_, { nom }) => {
        if (pannes-- > 0) throw new Error("panne imprévue");
        recus.push({ nom, le: clock.now() });
      },
    };
    const suivi = suivreDepots({
      databaseUrl: base.url,
      nirKey: NIR_KEY,
      outils: { coffre: new Coffre(NIR_KEY), cle: generateKeyPairSync("ed25519").privateKey },
      clock,
      depuis: null,
      departement: null,
      cibles: [cible],
      log: createLog("silent", "essai"),
    });
    for (let essais = 0; essais < 200 && !recus.some(({ nom }) => nom.includes("94-") && nom.endsWith("000002.json")); essais++)
      await pause(50);
    await suivi.stop();
    const { rows } = await base.owner.query(
      "select semaine, cree_le from echanges.liste_inscription where departement = '94' order by semaine",
    );
    expect(rows.slice(0, 2).map((r) => r.semaine)).toEqual(["2026-W05", "2026-W06"]);
    expect(rows[0].cree_le).toEqual(new Date("2026-02-02T04:57:00Z"));
    expect(rows[1].cree_le.getTime()).toBeGreaterThanOrEqual(Date.parse("2026-02-02T05:00:00Z"));
    expect(rows[1].cree_le.getTime()).toBeLessThan(Date.parse("2026-02-02T05:02:00Z"));
    expect(new Set(recus.map(({ nom }) => nom)).size).toBe(recus.length);
  }, 30_000);
});
