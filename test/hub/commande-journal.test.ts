import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ancrerSiDu, tenueDuJournal } from "../../hub/journal";
import { nomDAncre } from "../../hub/journal-ancres";
import { cleDeSignature } from "../../subgraphs/echanges/depot/signature";
import { sceller } from "../../subgraphs/shared/chaine/sceller.repository";
import { readSettings } from "../../subgraphs/shared/settings";
import { type TestDatabase, testDatabase } from "../setup/database";
import { run } from "./commande";

const CLE = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
const LE = new Date("2026-11-20T08:00:00Z");

describe("unefois journal", () => {
  let base: TestDatabase;
  let dossier: string;
  let environnement: Record<string, string>;
  beforeAll(async () => {
    base = await testDatabase();
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-journal-"));
    environnement = { DATABASE_URL: base.url, UNEFOIS_DATA: path.join(dossier, "data"), DEPOT_CLE_PRIVEE: CLE };
    await ecrire(3);
  });
  afterAll(async () => {
    await base.drop();
    fs.rmSync(dossier, { recursive: true, force: true });
  });

  const ecrire = (combien: number) =>
    base.owner.query(
      `insert into journal.evenement (type, departement, donnees, survenu_le, position)
       select 'ContratSigne', '94', '{}', '2026-11-20', (select count(*) from journal.evenement) + n from generate_series(1, $1::int) n`,
      [combien],
    );
  const journal = (...args: string[]) => run(["journal", ...args], environnement);

  it("ancre la tête, signée, dans un fichier qu’il n’écrit jamais deux fois ; la vérification l’y retrouve", async () => {
    const ancre = path.join(dossier, "ancre.json");
    const ecrite = await journal("ancrer", "--vers", ancre);
    expect(ecrite).toMatchObject({ code: 0, out: expect.stringContaining(": lot 1, ") });
    expect(await journal("ancrer", "--vers", ancre)).toMatchObject({
      code: 1,
      err: expect.stringContaining("une ancre ne s’écrit qu’une fois"),
    });
    const verifiee = await journal("verifier", "--ancre", ancre);
    expect(verifiee).toMatchObject({ code: 0, out: expect.stringContaining("Journal intact : 3 lignes relues, 1 lots") });
    fs.chmodSync(ancre, 0o644);
    const { empreinte, ...reste } = JSON.parse(fs.readFileSync(ancre, "utf8"));
    expect((await journal("verifier", "--ancre", empreinte)).code).toBe(0);
    fs.writeFileSync(ancre, JSON.stringify({ ...reste, empreinte: empreinte.replace(/^./, empreinte[0] === "0" ? "1" : "0") }));
    expect(await journal("verifier", "--ancre", ancre)).toMatchObject({ code: 1, err: expect.stringContaining("n’est pas signée") });
  });

  it("une ligne modifiée : code de sortie 1, et l’endroit, pour une personne et pour un programme", async () => {
    await base.owner.query("update journal.evenement set type = 'ContratRefuse' where position = 2");
    const dit = await journal("verifier");
    expect(dit).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^Journal altéré : 1 anomalie\.\n {2}LIGNE_MODIFIEE evenement, position 2, lot 1, ligne /),
    });
    const json = await journal("verifier", "--json", "--depuis", "2020-01-01");
    expect(JSON.parse(json.out)).toMatchObject({
      intact: false,
      anomalies: [{ quoi: "LIGNE_MODIFIEE", registre: "evenement", position: 2 }],
    });
    await base.owner.query("update journal.evenement set type = 'ContratSigne' where position = 2");
    expect((await journal("verifier")).code).toBe(0);
  });

  it("le travailleur ancre au plus une fois l’heure, et seulement si la tête a bougé", async () => {
    const ancres = path.join(dossier, "ancres");
    fs.mkdirSync(ancres);
    const ancrer = (heures: number) =>
      ancrerSiDu(base.owner, { cle: cleDeSignature(CLE), vers: ancres, maintenant: new Date(LE.getTime() + heures * 3_600_000) });
    await base.owner.query("delete from journal.ancre");
    expect([await ancrer(0), await ancrer(0.5), await ancrer(2)]).toEqual([1, 0, 0]);
    await ecrire(2);
    await sceller(base.owner, LE);
    expect([await ancrer(0.9), await ancrer(1), await ancrer(5)]).toEqual([0, 1, 0]);
    expect(fs.readdirSync(ancres)).toEqual([nomDAncre(1), nomDAncre(2)]);
    expect(await journal("verifier", "--ancre", ancres)).toMatchObject({ code: 0 });
  });

  it("un superutilisateur échange deux places, efface, vide la table : l’endroit est dit, code de sortie 1", async () => {
    const altererPuisVerifier = async (...textes: string[]) => {
      await base.owner.query("set session_replication_role = replica");
      for (const texte of textes) await base.owner.query(texte);
      await base.owner.query("set session_replication_role = origin");
      return journal("verifier");
    };
    const placer = (de: number, a: number) => `update journal.evenement set position = ${a} where position = ${de}`;
    expect(await altererPuisVerifier(placer(1, 100), placer(3, 1), placer(100, 3))).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /LIGNE_DEPLACEE evenement, position 1, lot 1.*scellée en position 3.*\n.*position 3, lot 1.*scellée en position 1/,
      ),
    });
    expect(await altererPuisVerifier(placer(1, 100), placer(3, 1), placer(100, 3))).toMatchObject({ code: 0 });
    expect(await altererPuisVerifier("delete from journal.evenement where position = 2")).toMatchObject({
      code: 1,
      out: expect.stringContaining("LIGNE_EFFACEE evenement, position 2, lot 1"),
    });
    expect(await altererPuisVerifier("truncate journal.evenement")).toMatchObject({
      code: 1,
      out: expect.stringContaining("LIGNE_EFFACEE evenement, positions 1 à 5, lot 1"),
    });
  });

  it("JOURNAL_ANCRES sans dossier, ou sans clé en production, est refusé au démarrage", () => {
    const reglages = readSettings({ JOURNAL_ANCRES: path.join(dossier, "absent") });
    expect(() => tenueDuJournal(reglages, { nirKey: "n" })).toThrow(/n’est pas un dossier/);
    expect(() => tenueDuJournal(readSettings({ JOURNAL_ANCRES: dossier }), { nirKey: "n" })).toThrow(/Aucune clé de signature/);
  });

  it("une date ou une ancre mal écrite : 2, ou la phrase", async () => {
    expect((await journal("verifier", "--depuis", "hier")).code).toBe(2);
    expect(await journal("verifier", "--ancre", "rien")).toMatchObject({ code: 1, err: expect.stringContaining("n’existe pas") });
  });
});
