import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { run } from "./commande";

const dans = (jours: number) => new Date(Date.now() + jours * 86_400_000).toISOString().slice(0, 10);

describe("unefois campagne", () => {
  let base: TestDatabase;
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-campagne-"));
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await base.owner.query(
      `insert into rendez_vous.rendez_vous (departement, debut, duree_minutes, modalite, famille, motif, lieu, organisme, collectif, capacite, code_insee,
         programmee_le, source, collectee_le, recue_le)
       values ('94', $1::date + time '09:00', 120, 'PHYSIQUE', 'ORIENTATION', 'Information collective', 'EDS Créteil', '94-CD94', true, 5, '94028', now(), 'DEPARTEMENT', now(), now())`,
      [dans(40)],
    );
  });
  afterAll(async () => {
    fs.rmSync(dossier, { recursive: true, force: true });
    await base.drop();
  });

  const campagne = (...args: string[]) => run(["campagne", ...args], { DATABASE_URL: base.url, UNEFOIS_DATA: dossier });
  const periode = ["--du", dans(1), "--au", dans(60), "--canal", "POSTAL"];

  it("prépare sans rien écrire, lance jusqu’au bout, et dit ce qui a été fait", async () => {
    const prepare = await campagne("preparer", ...periode, "--territoire", "94-PILOTE");
    expect(prepare.out).toContain("5 places libres");
    expect(prepare.out).toContain("1 convoquées");
    expect(prepare.out).toMatch(/ \d\d\/\d\d\/\d{4} \d\d:00 EDS Créteil \(94028\)/);
    expect((await base.owner.query("select count(*)::int as n from rendez_vous.participation")).rows).toEqual([{ n: 0 }]);
    const lancee = await campagne("lancer", ...periode, "--json");
    expect(JSON.parse(lancee.out)).toMatchObject({ statut: "TERMINEE", convoquees: 1 });
    expect((await campagne("liste")).out).toContain("terminée");
    const { rows } = await base.owner.query(
      "select distinct client, agent, nature from journal.consultation where 'Participation.convocation' = any (champs)",
    );
    expect(rows).toEqual([{ client: "cli:campagne lancer", agent: `${os.userInfo().username}@${os.hostname()}`, nature: "ECRITURE" }]);
  });

  it("sans personne à convoquer : une phrase, code 1 ; un territoire inconnu : code 2", async () => {
    const lancee = await campagne("lancer", ...periode);
    expect([lancee.code, lancee.err]).toEqual([1, expect.stringContaining("PERSONNE_A_CONVOQUER")]);
    expect((await campagne("preparer", ...periode, "--territoire", "ici")).code).toBe(2);
  });

  it.each([
    ["--canal", "PIGEON", "attend SMS ou EMAIL ou POSTAL ou REMISE_EN_MAIN"],
    ["--population", "TOUS", "attend FLUX ou STOCK"],
    ["--rang", "3", "attend un nombre entier de 1 à 2"],
    ["--limite", "abc", "attend un nombre entier de 1 à 5000"],
  ])("%s %s : la valeur attendue est dite, code 2", async (option, valeur, phrase) => {
    const { code, err } = await campagne("preparer", ...periode, option, valeur);
    expect([code, err]).toEqual([2, expect.stringContaining(phrase)]);
    expect(err).not.toContain("interne");
  });
});
