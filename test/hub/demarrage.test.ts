import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fouillerLesDonnees, garderPourLeCanari } from "../canari/campagne";
import { freePort } from "../e2e/hub-de-test";
import { Commande, run } from "./commande";

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-demarrage-"));
  fs.chmodSync(folder, 0o755);
});
afterAll(() => {
  for (const donnees of fs.readdirSync(folder)) fouillerLesDonnees(path.join(folder, donnees), `demarrage.test.ts, ${donnees}`);
  fs.rmSync(folder, { recursive: true, force: true });
});

const lances: Commande[] = [];
const lancer = (args: string[], environment: Record<string, string>): Commande => {
  const commande = new Commande(args, environment);
  lances.push(commande);
  return commande;
};
// A test that fails half-way leaves no hub behind, nor its PostgreSQL.
afterEach(async () => {
  for (const { child, ended } of lances.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await ended;
  }
});

const SMALL = { UNEFOIS_DEMO_FOYERS: "30" };
const postgresPid = (data: string) => Number(fs.readFileSync(path.join(data, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
const isAlive = (pid: number) => fs.existsSync(`/proc/${pid}`);

describe("démarrer le hub", () => {
  it("démarre d’une commande, répond à la ligne curl qu’il affiche, s’arrête proprement et repart avec ses données", async () => {
    const data = path.join(folder, "hub");
    const port = await freePort();
    const environment = { ...SMALL, UNEFOIS_DATA: data, PORT: String(port) };
    const hub = lancer(["start"], environment);
    await hub.says("Ctrl-C pour arrêter");
    expect(hub.out).toContain(`http://127.0.0.1:${port}/graphql`);
    for (const client of ["demo-departement", "demo-referent", "demo-pilotage"]) expect(hub.out).toContain(client);
    const line = hub.out.split("\n").find((text) => text.trim().startsWith("curl"))!;
    const answer = JSON.parse(execFileSync("bash", ["-c", line.trim()], { encoding: "utf8" }));
    expect(answer.errors).toBeUndefined();
    expect(answer.data.allocataires.nodes.length).toBeGreaterThan(0);
    for (const chemin of ["/metrics", "/readyz"])
      garderPourLeCanari("mesures.txt", await (await fetch(`http://127.0.0.1:${port}${chemin}`)).text());
    const pid = postgresPid(data);
    hub.child.kill("SIGTERM");
    expect((await hub.ended).code).toBe(0);
    expect(isAlive(pid)).toBe(false);
    const again = lancer(["start"], environment);
    await again.says("Ctrl-C pour arrêter");
    expect(again.out).not.toContain("Flux CAF");
    const same = JSON.parse(execFileSync("bash", ["-c", line.trim()], { encoding: "utf8" }));
    expect(same.data).toEqual(answer.data);
    again.child.kill("SIGKILL");
    await again.ended;
    const adopted = lancer(["start"], environment);
    await adopted.says("Ctrl-C pour arrêter");
    const last = postgresPid(data);
    adopted.child.kill("SIGINT");
    expect((await adopted.ended).code).toBe(0);
    expect(isAlive(last)).toBe(false);
  }, 180_000);

  it("arrêté pendant le premier chargement, il le reprend au démarrage suivant", async () => {
    const data = path.join(folder, "interrompu");
    const environment = { UNEFOIS_DEMO_FOYERS: "150", UNEFOIS_DATA: data, PORT: String(await freePort()) };
    const hub = lancer(["start"], environment);
    await hub.says("94 · Organismes");
    const pid = postgresPid(data);
    hub.child.kill("SIGTERM");
    expect((await hub.ended).code).toBe(0);
    for (let tries = 0; tries < 100 && isAlive(pid); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isAlive(pid)).toBe(false);
    const again = lancer(["start"], environment);
    await again.says("Ctrl-C pour arrêter");
    expect(again.out).not.toContain("94 · Organismes");
    expect(again.out).toMatch(/94 · Décisions de l’année : \d+ lus, \d+ appliqués, 0 inchangés, 0 rejetés/);
    again.child.kill("SIGTERM");
    expect((await again.ended).code).toBe(0);
  }, 180_000);

  it("un port déjà pris : une phrase, code 1", async () => {
    const server = net.createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const { code, err } = await run(["start"], { UNEFOIS_DATA: path.join(folder, "jamais"), PORT: String(port) });
    server.close();
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`port ${port} est déjà pris.*PORT=`));
    expect(err).not.toContain("    at ");
  }, 60_000);

  it("un dossier de données d’une autre version : une phrase, code 1", async () => {
    const data = path.join(folder, "ancien");
    fs.mkdirSync(path.join(data, "postgres"), { recursive: true });
    fs.writeFileSync(path.join(data, "postgres", "PG_VERSION"), "13\n");
    const { code, err } = await run(["start"], { UNEFOIS_DATA: data, PORT: String(await freePort()) });
    expect(code).toBe(1);
    expect(err).toMatch(/PostgreSQL 13.*UNEFOIS_DATA/);
  }, 60_000);

  it.each([
    ["personne à cette adresse", "postgres://u:p@127.0.0.1:1/base", /Aucun PostgreSQL ne répond à 127\.0\.0\.1:1/],
    ["ce n’est pas une adresse PostgreSQL", "mysql://127.0.0.1/base", /DATABASE_URL.*postgres:\/\//s],
  ])(
    "DATABASE_URL fautive, %s : une phrase, code 1",
    async (_cas, url, phrase) => {
      const { code, err } = await run(["start"], {
        DATABASE_URL: url,
        UNEFOIS_DATA: path.join(folder, "x"),
        PORT: String(await freePort()),
      });
      expect(code).toBe(1);
      expect(err).toMatch(phrase);
      expect(err).not.toContain("    at ");
    },
    60_000,
  );

  it("données gardées d’un autre secrets.json : la phrase nomme leur dossier", async () => {
    const data = path.join(folder, "autres-secrets");
    const environment = { UNEFOIS_DATA: data };
    expect((await run(["migrate"], environment)).code).toBe(0);
    fs.rmSync(path.join(data, "secrets.json"));
    const { code, err } = await run(["migrate"], environment);
    expect(code).toBe(1);
    expect(err).toMatch(/Le mot de passe de secrets\.json n’est pas celui des données de \S+postgres/);
    expect(err).not.toContain("DATABASE_URL");
  });

  it("DATABASE_URL d’une base qui n’existe pas, ou d’un utilisateur refusé : une phrase", async () => {
    const url = new URL(process.env.UNEFOIS_TEST_SERVER!);
    url.pathname = "/absente";
    const { code, err } = await run(["migrate"], { DATABASE_URL: url.href, UNEFOIS_DATA: path.join(folder, "x") });
    expect(code).toBe(1);
    expect(err).toMatch(/La base « absente » n’existe pas/);
  }, 60_000);

  it("une partie seule sans ce qu’elle partage : ce qui manque, code 1 ; une partie inconnue : code 2", async () => {
    const { code, err } = await run(["start", "--only", "allocataires"], { UNEFOIS_DATA: path.join(folder, "x") });
    expect(code).toBe(1);
    expect(err).toMatch(/DATABASE_URL, GATEWAY_SECRET, OIDC_ISSUER/);
    expect((await run(["start", "--only", "inconnue"])).code).toBe(2);
  }, 60_000);

  it("l’aide est en français ; une commande inconnue donne le code 2", async () => {
    const help = await run(["--help"]);
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/Commandes :/);
    expect((await run(["inventee"])).code).toBe(2);
  }, 60_000);
});
