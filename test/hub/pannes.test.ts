import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { migrationModules } from "../../migrations";
import { startEmbeddedPostgres } from "../../subgraphs/shared/embedded-postgres";
import { migrateUp } from "../../subgraphs/shared/migrations";
import { freePort, type TestHub, testHub } from "../e2e/hub-de-test";
import { Commande } from "./commande";

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-pannes-"));
  fs.chmodSync(folder, 0o755);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const postgres = (port: number) => startEmbeddedPostgres(path.join(folder, "pg"), { password: "essai", port, settings: ["fsync=off"] });
const statusOf = async (url: string) => (await fetch(url)).status;

async function until(read: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await read()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("n’est pas venu en vingt secondes");
}

describe("quand PostgreSQL s’arrête brutalement", () => {
  it("/readyz dit 503, la réponse porte un code, et tout revient seul", async () => {
    const port = await freePort();
    const first = await postgres(port);
    await migrateUp(first.url, migrationModules);
    const hub: TestHub = await testHub("en un processus", first.url);
    try {
      const asked = () => hub.query("demo-departement", "{ organismes { id } moi { client } }");
      expect((await asked()).errors).toBeUndefined();
      expect(await statusOf(`${hub.url}/readyz`)).toBe(200);
      process.kill(Number(fs.readFileSync(path.join(folder, "pg", "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
      await until(async () => (await statusOf(`${hub.url}/readyz`)) === 503);
      expect(await statusOf(`${hub.url}/livez`)).toBe(200);
      const during = await asked();
      expect(during.data?.organismes ?? null).toBeNull();
      expect(during.errors?.map((error) => error.extensions.code)).toContain("BASE_INDISPONIBLE");
      await new Promise((resolve) => setTimeout(resolve, 500));
      const again = await postgres(port);
      await until(async () => (await statusOf(`${hub.url}/readyz`)) === 200);
      await until(async () => (await asked()).errors === undefined);
      await hub.stop();
      await again.stop();
    } catch (error) {
      await hub.stop().catch(() => undefined);
      throw error;
    }
  }, 90_000);
});

describe("vue et discrétion", () => {
  it("les traces vont de la passerelle au SQL, les métriques comptent, et ni journal ni trace ne porte une donnée personnelle", async () => {
    const spans: string[] = [];
    const collector = http.createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      request.on("end", () => {
        spans.push(body);
        response.end("{}");
      });
    });
    const collectorPort = await freePort();
    await new Promise<void>((resolve) => collector.listen(collectorPort, "127.0.0.1", resolve));
    const port = await freePort();
    const hub = new Commande(["start"], {
      UNEFOIS_DEMO_FOYERS: "10",
      UNEFOIS_DATA: path.join(folder, "hub"),
      UNEFOIS_LOG: "info",
      PORT: String(port),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collectorPort}`,
    });
    await hub.says("Ctrl-C pour arrêter");
    const url = `http://127.0.0.1:${port}`;
    const basic = Buffer.from("demo-rapprochement:demo-rapprochement-secret").toString("base64");
    const token = await fetch(`${url}/oidc/token`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const CANARI = "2990191999999";
    const query =
      'query Chercher($i: IdentifiantInput) { allocataire(identifiant: $i) { nom } allocataires(first: 3, filtre: { recherche: "CANARINOM" }) { totalCount } }';
    const variables = { i: { type: "NIR", valeur: CANARI, dateNaissance: "1999-01-01" } };
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json", "x-request-id": "canari-requete" },
      body: JSON.stringify({ query, variables }),
    });
    expect(answer.headers.get("x-request-id")).toBe("canari-requete");
    expect(((await answer.json()) as any).data.allocataires.totalCount).toBe(0);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    hub.child.kill("SIGTERM");
    const { code, out, err } = await hub.ended;
    collector.close();
    expect(code).toBe(0);
    const told = out + err;
    expect(told).toContain("canari-requete");
    const traces = spans.join("\n");
    for (const name of ["sous-graphe allocataires", '"sql"']) expect(traces).toContain(name);
    expect(metrics).toMatch(/^# TYPE .*requ.* counter|histogram/m);
    for (const text of [told, traces, metrics]) {
      expect(text).not.toContain(CANARI);
      expect(text).not.toContain("CANARINOM");
      expect(text).not.toContain("1999-01-01");
    }
  }, 120_000);
});
