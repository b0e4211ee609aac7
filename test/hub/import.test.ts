import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { simuler } from "../../simulation/simuler";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal, scellerOriginal } from "../../subgraphs/shared/original-garde";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { run } from "./commande";

const cipher = new NirCipher(NIR_KEY);

let database: TestDatabase;
let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  database = await testDatabase();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-import-"));
  const secrets = { rdvSolidarites: "secret des rendez-vous", rdvInsertion: "secret de l’insertion" };
  environment = {
    DATABASE_URL: database.url,
    UNEFOIS_DATA: path.join(folder, "hub"),
    RDV_SOLIDARITES_SECRET: secrets.rdvSolidarites,
    RDV_INSERTION_SECRET: secrets.rdvInsertion,
    NIR_KEY,
  };
  await simuler({ departement: "94", foyers: 30, graine: 1, jusque: "2026-11-20", dossier: file(), secrets });
}, 60_000);
afterAll(async () => {
  fs.rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const file = (...names: string[]) => path.join(folder, "94", ...names);
const stock = () => file("caf", fs.readdirSync(file("caf")).find((name) => name.startsWith("RSABEM"))!);
const people = async () => (await database.owner.query("select count(*)::int as n from allocataires.allocataire")).rows[0].n;
const imported = async (...args: string[]) => {
  const { code, out, err } = await run(["import", ...args, "--json"], environment);
  return { code, err, resultats: out ? JSON.parse(out).resultats : null };
};
/** A copy of the stock, changed as bytes: the file is in windows-1252. */
const altered = (name: string, change: (text: string) => string) => {
  const target = path.join(folder, name);
  fs.writeFileSync(target, Buffer.from(change(fs.readFileSync(stock(), "latin1")), "latin1"));
  return target;
};

describe("importer en ligne de commande", () => {
  it("charge organismes, contrat, flux, catalogue, rendez-vous et décisions : code 0, compteurs qui s’additionnent", async () => {
    const steps = [
      ["contrat", path.resolve(__dirname, "../../data/contrat-94-2024")],
      ["organismes", file(), "--departement", "94"],
      [
        "caf",
        stock(),
        ...fs
          .readdirSync(file("caf"))
          .filter((n) => n.startsWith("RSABEI"))
          .sort()
          .map((n) => file("caf", n)),
      ],
      ["data-inclusion", "--structures", file("data-inclusion", "structures.json"), "--services", file("data-inclusion", "services.json")],
      ["webhooks", file("webhooks.jsonl")],
      ["decisions", file("decisions.jsonl")],
    ];
    for (const step of steps) {
      const { code, resultats, err } = await imported(...step);
      expect([step[0], code, err]).toEqual([step[0], 0, ""]);
      for (const { compteurs } of resultats) expect(compteurs.lus).toBe(compteurs.appliques + compteurs.inchanges + compteurs.rejetes);
      expect(resultats.reduce((sum: number, r: any) => sum + r.compteurs.appliques, 0)).toBeGreaterThan(0);
    }
  }, 120_000);

  it("le même fichier une seconde fois ne change rien et le dit : code 0", async () => {
    const { code, resultats } = await imported("caf", stock());
    expect(code).toBe(0);
    expect(resultats[0].compteurs.inchanges).toBe(resultats[0].compteurs.lus);
  }, 60_000);

  it.each([
    ["tronqué", (t: string) => t.slice(0, t.length / 2), "FLUX_TRONQUE"],
    ["avec une DTD", (t: string) => t.replace(/\?>/, '?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'), "DTD_INTERDITE"],
    ["d’une autre version", (t: string) => t.replace("<NUMVERSIONAPPLIEME>6200", "<NUMVERSIONAPPLIEME>9999"), "VERSION_INCONNUE"],
    ["aux compteurs faux", (t: string) => t.replace(/<NBTOTDOSRSATRANSM>\d+/, "<NBTOTDOSRSATRANSM>99999"), "COMPTEURS_FAUX"],
  ])(
    "un flux CAF %s est refusé en une phrase : code 1, rien d’appliqué",
    async (_cas, change, attendu) => {
      const before = await people();
      const { code, err } = await run(["import", "caf", altered(`${attendu}.xml`, change)], environment);
      expect(code).toBe(1);
      expect(err).toContain(attendu);
      expect(err).toContain("Rien n’a été appliqué");
      expect(err).not.toContain("    at ");
      expect(await people()).toBe(before);
    },
    60_000,
  );

  it("un NIR de longueur fausse : le reste appliqué, le défaut signalé, code 3", async () => {
    const short = altered("nir.xml", (t) =>
      t.replace(/<NIR>\d{13}<\/NIR>/, "<NIR>12345</NIR>").replace(/<DTCREAFLUX>[^<]+/, "<DTCREAFLUX>2026-11-19"),
    );
    const { code, resultats } = await imported("caf", short);
    expect(code).toBe(3);
    expect(resultats[0].signalements.map((s: any) => s.code)).toContain("NIR_LONGUEUR");
    expect(JSON.stringify(resultats)).not.toContain("12345");
  }, 60_000);

  it("un JSON qui n’est pas une liste est refusé : code 1", async () => {
    const notList = path.join(folder, "objet.json");
    fs.writeFileSync(notList, '{"structures": []}');
    const { code, err } = await run(["import", "data-inclusion", "--structures", notList], environment);
    expect(code).toBe(1);
    expect(err).toContain("JSON_PAS_UNE_LISTE");
  }, 60_000);

  it("les flux CAF s’appliquent dans l’ordre de leur création, les mêmes décisions une seconde fois ne changent rien", async () => {
    const { resultats } = await imported("caf", ...fs.readdirSync(file("caf")).map((name) => file("caf", name)));
    expect(resultats[0].fichier).toMatch(/RSABEM/);
    const { code, resultats: decisions } = await imported("decisions", file("decisions.jsonl"));
    expect(code).toBe(0);
    expect(decisions[0].compteurs).toMatchObject({ appliques: 0, rejetes: 0, inchanges: decisions[0].compteurs.lus });
  }, 120_000);

  it("une décision refusée est gardée, montrée, et rejouée une fois sa cause levée", async () => {
    const { rows } = await database.owner.query("select id from allocataires.allocataire where soumis_droits_devoirs limit 1");
    const decisions = path.join(folder, "refusees.jsonl");
    const line = { le: "2026-11-20T10:00:00+01:00", client: "demo-departement", mutation: "enregistrerDiagnostic" };
    const variables = { allocataire: "dossier:99999999999/DEM", etabliLe: "2026-11-20", contraintes: [], cleIdempotence: "refusee-1" };
    fs.writeFileSync(decisions, `${JSON.stringify({ ...line, variables })}\npas du JSON\n`);
    const { code, resultats } = await imported("decisions", decisions);
    expect(code).toBe(3);
    expect(resultats[0].compteurs).toMatchObject({ lus: 2, appliques: 0, rejetes: 2 });
    const listed = JSON.parse((await run(["rejets", "--json"], environment)).out);
    const kept = listed.find((reject: any) => reject.code === "PERSONNE_INCONNUE");
    expect(kept.objet).toBe("DECISION");
    const still = await run(["rejets", "--rejouer", kept.id, "--json"], environment);
    expect(still.code).toBe(3);
    const { rows: gardes } = await database.owner.query("select original from hub.rejet where id = $1", [kept.id]);
    expect(gardes[0].original).toMatch(/^chiffre:/);
    const corrige = ouvrirOriginal(cipher, gardes[0].original).replace("dossier:99999999999/DEM", rows[0].id);
    await database.owner.query("update hub.rejet set original = $2 where id = $1", [kept.id, scellerOriginal(cipher, corrige)]);
    const played = await run(["rejets", "--rejouer", kept.id, "--json"], environment);
    expect(played.code).toBe(0);
    expect(JSON.parse((await run(["rejets", "--json"], environment)).out).map((r: any) => r.id)).not.toContain(kept.id);
  }, 120_000);

  it("une décision datée d’un jour à venir est gardée en rejet, et ne s’applique pas : aucun délai ne se contourne par un fichier", async () => {
    const { rows } = await database.owner.query("select id from allocataires.allocataire where soumis_droits_devoirs limit 1");
    const decisions = path.join(folder, "futures.jsonl");
    const variables = { allocataire: rows[0].id, etabliLe: "2026-11-20", contraintes: [], cleIdempotence: "future-1" };
    const line = { le: "2999-01-04T10:00:00+01:00", client: "demo-departement", mutation: "enregistrerDiagnostic", variables };
    fs.writeFileSync(decisions, `${JSON.stringify(line)}\n`);
    const { code, resultats } = await imported("decisions", decisions);
    expect(code).toBe(3);
    expect(resultats[0].compteurs).toMatchObject({ lus: 1, appliques: 0, rejetes: 1 });
    expect(resultats[0].signalements[0].code).toBe("DATE_FUTURE");
    const replayed = await run(["rejets", "--rejouer", "tous", "--json"], environment);
    expect(
      JSON.parse(replayed.out)
        .resultats?.flatMap((r: any) => r.signalements)
        .some((s: any) => s.code === "DATE_FUTURE"),
    ).toBe(true);
  }, 120_000);

  it("une commande mal écrite donne le code 2", async () => {
    expect((await run(["import", "data-inclusion"], environment)).code).toBe(2);
    expect((await run(["rejets", "--rejouer", "pas-un-identifiant"], environment)).code).toBe(2);
    expect((await run(["simulate", "--departement", "94", "--foyers", "-3", "--graine", "1", "--out", folder], environment)).code).toBe(2);
  }, 60_000);
});
