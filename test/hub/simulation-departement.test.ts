import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerDepartement } from "../../hub/import-departement";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ajouterDossiers } from "../allocataires/personnes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";
import { DEPOT } from "./depot-departement";

const TABLES = [
  "hub.rejet",
  "hub.enregistrement_departement",
  "journal.evenement",
  "journal.consultation",
  "allocataires.referent",
  "allocataires.identifiant",
];

describe("l’import à blanc d’un Département", () => {
  let base: TestDatabase;
  let dossier: string;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await ajouterDossiers(base.owner);
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-simulation-"));
    for (const [fichier, lignes] of Object.entries(DEPOT)) fs.writeFileSync(path.join(dossier, fichier), lignes.join("\n"));
  });
  afterAll(async () => {
    fs.rmSync(dossier, { recursive: true, force: true });
    await base.drop();
  });
  async function lignes(): Promise<number[]> {
    const comptes: number[] = [];
    for (const table of TABLES) comptes.push((await base.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n);
    return comptes;
  }

  it("dit ce qui serait donné aux règles, et n’écrit rien", async () => {
    const avant = await lignes();
    const context = {
      ownerUrl: base.url,
      now: () => new Date("2026-03-02T09:00:00Z"),
      subgraphs: [],
      simuler: true,
      nirCipher: new NirCipher(NIR_KEY),
    };
    const resultats = await importerDepartement(dossier, "94", context);
    const [lus, appliques, rejetes] = (["lus", "appliques", "rejetes"] as const).map((c) =>
      resultats.reduce((t, r) => t + r.compteurs[c], 0),
    );
    expect([lus, appliques, rejetes]).toEqual([11, 9, 2]);
    expect(resultats.flatMap((r) => r.signalements.map((s) => s.code)).sort()).toEqual(["ORGANISME_INCONNU", "PERSONNE_INCONNUE"]);
    expect(resultats.every((r) => r.fichier.endsWith("(simulation, rien n’est écrit)"))).toBe(true);
    expect(await lignes()).toEqual(avant);
  });
});
