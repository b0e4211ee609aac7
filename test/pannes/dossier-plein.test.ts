import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Coffre } from "../../subgraphs/echanges/depot/coffre";
import { listeDepots } from "../../subgraphs/echanges/depot/depot.repository";
import { creerDepot } from "../../subgraphs/echanges/depot/executer-depots";
import { sceller } from "../../subgraphs/shared/chaine/sceller.repository";
import { allOrNothing } from "../../subgraphs/shared/owner";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { type Ended, run } from "../hub/commande";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";

const LE = new Date("2026-03-02T09:00:00Z");
const RACINE = path.resolve(__dirname, "../..");
const LAUNCHER = path.join(RACINE, "bin/unefois.js");
const cle = generateKeyPairSync("ed25519").privateKey;
const PHRASE = /Plus de place pour écrire .* : rien n’en est gardé ; libérez de la place, ou visez un autre disque\.$/;

let base: TestDatabase;
let racine: string;
let dossier: string;
let environnement: Record<string, string>;
beforeAll(async () => {
  racine = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-dossier-plein-"));
  base = await testDatabase();
  await loadFixtures(base.owner);
  const sql = "insert into journal.evenement (type, departement, donnees, survenu_le) values ('ContratSigne', '94', '{}', $1)";
  await base.owner.query(sql, [LE]);
  await numberEvents(base.owner);
  await sceller(base.owner, LE);
  const clePrivee = cle.export({ type: "pkcs8", format: "der" }).toString("base64");
  environnement = {
    ...SECRETS_DES_ESSAIS,
    NIR_KEY,
    DEPOT_CLE_PRIVEE: clePrivee,
    DATABASE_URL: base.url,
    UNEFOIS_DATA: path.join(racine, "data"),
  };
  // Compiled, and its secrets written, while there is room.
  expect((await run(["depot", "liste"], environnement)).code).toBe(0);
}, 120_000);
afterAll(async () => {
  await base.drop();
  fs.rmSync(racine, { recursive: true, force: true });
});
beforeEach(() => {
  dossier = fs.mkdtempSync(path.join(racine, "un-"));
});
const tout = () =>
  fs
    .readdirSync(dossier, { recursive: true })
    .map(String)
    .filter((nom) => fs.statSync(path.join(dossier, nom)).isFile())
    .sort();
const contenus = () => tout().map((nom) => fs.readFileSync(path.join(dossier, nom), "utf8"));

/** Node, which can write no file longer than that: the system takes the first bytes, then refuses, as a disk that fills up. */
function sansPlace(octets: number, args: string[], plus: Record<string, string> = {}): Ended {
  const NODE_OPTIONS = `--require ${path.join(__dirname, "vivre-sans-place.js")}`;
  const env = { PATH: process.env.PATH!, HOME: "/", LANG: "C.UTF-8", ...environnement, ...plus, NODE_OPTIONS };
  const fini = spawnSync("prlimit", [`--fsize=${octets}`, process.execPath, ...args], { encoding: "utf8", env });
  return { code: fini.status, out: fini.stdout, err: fini.stderr.trim() };
}
const commande = (octets: number, args: string[], plus = {}) => sansPlace(octets, [LAUNCHER, ...args], plus);
const PLEIN = { code: 1, err: expect.stringMatching(PHRASE) };

it("un fichier est écrit en entier ou pas du tout, à côté de ce qui était là, et rien d’autre ne reste", () => {
  const script = `const { writeWhole } = require(${JSON.stringify(path.join(RACINE, "dist/subgraphs/shared/whole-file.js"))});
    const fs = require("node:fs");
    const dit = [];
    for (const octets of [0, 1, 299, 300, 301, 5000]) for (const present of [false, true]) for (const replace of [false, true]) {
      const un = ${JSON.stringify(`${dossier}/un`)};
      fs.rmSync(un, { force: true });
      if (present) fs.writeFileSync(un, "avant");
      let issue = "ÉCRIT";
      try { writeWhole(un, "x".repeat(octets), { mode: 0o600, replace }); } catch (error) { issue = error.code ?? error.message; }
      const reste = fs.readdirSync(${JSON.stringify(dossier)}).join();
      dit.push({ octets, present, replace, issue, reste, lu: reste === "un" ? fs.readFileSync(un, "utf8") : null });
    }
    console.log(JSON.stringify(dit));`;
  const cas = JSON.parse(sansPlace(300, ["-e", script]).out) as any[];
  expect(cas).toHaveLength(24);
  for (const { octets, present, replace, issue, reste, lu } of cas) {
    const ecrit = octets <= 300 && !(present && !replace);
    expect([octets, present, replace, issue]).toEqual([
      octets,
      present,
      replace,
      octets > 300 ? expect.stringMatching(PHRASE) : ecrit ? "ÉCRIT" : "EEXIST",
    ]);
    expect([reste, lu]).toEqual(ecrit ? ["un", "x".repeat(octets)] : present ? ["un", "avant"] : ["", null]);
  }
});

describe("le dossier où le hub écrit est plein", () => {
  it("un export pour un Département : une phrase, rien n’en reste ; la place rendue, le même dossier sert", async () => {
    const args = ["export", "departement", dossier, "--departement", "94"];
    expect(commande(300, args)).toMatchObject(PLEIN);
    expect(tout()).toEqual([]);
    expect((await run(args, environnement)).code).toBe(0);
    expect(tout().length).toBeGreaterThan(2);
  }, 60_000);

  it("un export du catalogue : ce que le précédent avait écrit reste, entier", async () => {
    const args = ["export", "data-inclusion", "--departement", "94", "--out", dossier, "--format", "csv"];
    expect((await run(args, environnement)).code).toBe(0);
    const avant = contenus();
    expect(commande(100, args)).toMatchObject(PLEIN);
    expect([tout(), contenus()]).toEqual([["services.csv", "structures.csv"], avant]);
  }, 60_000);

  it("tout ce qu’une personne a au hub : une phrase, et aucun des trois fichiers", async () => {
    const args = ["personne", "exporter", PEOPLE.amina, "--out", dossier];
    expect(commande(3_000, args)).toMatchObject(PLEIN);
    expect(tout()).toEqual([]);
    expect((await run(args, environnement)).code).toBe(0);
    expect(tout()).toEqual(["EMPREINTES", "document.html", "donnees.json"]);
  }, 60_000);

  it("un dépôt pour un partenaire : DEPOT_PLEIN, rien à moitié, et il part quand la place revient", async () => {
    const fichiers = [{ extension: "jsonl", contenu: Buffer.alloc(4_096, "x") }];
    const depot = { departement: "94", objet: "INSCRIPTION_LISTE", destinataire: "FRANCE_TRAVAIL", cle: "2026-W10", nombre: 1 } as const;
    await allOrNothing(base.owner, () => creerDepot(base.owner, { coffre: new Coffre(NIR_KEY), cle }, { ...depot, fichiers, creeLe: LE }));
    expect(commande(1_000, ["depot", "deposer"], { DEPOT_DOSSIER: dossier })).toMatchObject({
      code: 0,
      out: expect.stringContaining("0 dépôt"),
    });
    expect([(await listeDepots(base.owner, "94"))[0]!.erreur, tout()]).toEqual(["DEPOT_PLEIN", []]);
    await base.owner.query("update echanges.depot set prochain_essai = $1", [LE]);
    expect((await run(["depot", "deposer"], { ...environnement, DEPOT_DOSSIER: dossier })).out).toContain("1 dépôt");
    expect(tout()).toHaveLength(3);
  }, 60_000);

  it("une ancre du journal : rien n’est écrit, et la suivante prend la place", async () => {
    expect(commande(50, ["journal", "ancrer", "--vers", dossier])).toMatchObject(PLEIN);
    expect(tout()).toEqual([]);
    expect((await run(["journal", "ancrer", "--vers", dossier], environnement)).code).toBe(0);
    expect(tout()).toEqual([expect.stringMatching(/^unefois-journal-\d{12}\.json$/)]);
  }, 60_000);

  it("une sauvegarde : une phrase, et ni dossier ni dossier en cours", async () => {
    const vers = path.join(dossier, "sauvegarde");
    expect(commande(30, ["sauvegarde", vers])).toMatchObject(PLEIN);
    expect(fs.readdirSync(dossier)).toEqual([]);
    expect((await run(["sauvegarde", vers], environnement)).code).toBe(0);
  }, 60_000);

  it("UNEFOIS_DATA au premier démarrage : une phrase, code 1, aucun secret à moitié", () => {
    const sansSecrets = {
      NIR_KEY: "",
      DEPOT_CLE_PRIVEE: "",
      ...Object.fromEntries(Object.keys(SECRETS_DES_ESSAIS).map((nom) => [nom, ""])),
    };
    expect(commande(100, ["start"], { ...sansSecrets, UNEFOIS_DATA: path.join(dossier, "data"), PORT: "0" })).toMatchObject(PLEIN);
    expect(tout()).toEqual([]);
  }, 60_000);
});
