import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createProgram } from "../../hub/cli";
import { report } from "../../hub/command";
import { departementOption } from "../../hub/departement-option";
import { compteurs } from "../../subgraphs/shared/import";
import { type TestDatabase, testDatabase } from "../setup/database";
import { run } from "./commande";

describe("--departement", () => {
  it.each(["01", "2A", "94", "95", "974"])("%s est un département", (code) => expect(departementOption(code)).toBe(code));

  it.each(["", "1", "00", "20", "96", "99", "2a", "*", "94 "])("« %s » n’en est pas un : code 2", (code) => {
    expect(() => departementOption(code)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(`« ${code} »`) }),
    );
  });

  it.each([
    ["import", "contacts", "x.csv"],
    ["import", "contrat", "x"],
    ["import", "organismes", "x"],
    ["import", "aide-orientation", "x.csv"],
    ["import", "delegations", "x.csv"],
    ["import", "horloges", "x.csv"],
    ["import", "dispositifs", "x.csv"],
    ["import", "formulaires", "x.csv"],
    ["import", "departement", "x"],
    ["export", "departement", "x"],
    ["purger"],
    ["ecarts"],
  ])("%s %s refuse un département inconnu avant toute écriture", async (...args) => {
    const lancee = createProgram().parseAsync(["node", "unefois", ...args, "--departement", "99"]);
    await expect(lancee).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("« 99 » n’est pas le code d’un département"),
    });
  });
});

describe("ce qui est rejeté", () => {
  let base: TestDatabase;
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-option-"));
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(async () => {
    fs.rmSync(dossier, { recursive: true, force: true });
    await base.drop();
  });

  it("d’un fichier de formulaires n’est pas gardé, et la commande le dit", async () => {
    const fichier = path.join(dossier, "formulaires.csv");
    fs.writeFileSync(fichier, "formulaire,code,ordre,fraicheur_jours,libelle,source\nINCONNU,A,1,,x,y\n");
    const { code, out } = await run(["import", "formulaires", fichier, "--departement", "94"], {
      DATABASE_URL: base.url,
      UNEFOIS_DATA: path.join(dossier, "hub"),
    });
    expect(code).toBe(3);
    expect(out).toContain("Rien n’est gardé de ce qui est rejeté");
    expect(out).not.toContain("unefois rejets");
  }, 60_000);

  it("d’un import qui garde ses rejets se montre et se rejoue", () => {
    const ecrit = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    const avant = process.exitCode;
    report([{ fichier: "x", compteurs: { ...compteurs(), lus: 1, rejetes: 1 }, signalements: [] }], false);
    const dit = ecrit.mock.calls.map(([texte]) => texte).join("");
    ecrit.mockRestore();
    process.exitCode = avant;
    expect(dit).toContain("unefois rejets");
  });
});
