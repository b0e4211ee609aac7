import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type HubGateway, startHubGateway } from "../../hub/gateway";
import { closeSubgraphs, openSubgraphs } from "../../hub/subgraphs";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { createLog } from "../../subgraphs/shared/log";
import { readSettings } from "../../subgraphs/shared/settings";
import type { Subgraph } from "../../subgraphs/shared/subgraph";
import { freePort, SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { type TestDatabase, testDatabase } from "../setup/database";
import { attaque } from "./attaque";

/** Paths, methods and statuses of the whole hub: pages, API, issuer, health, errors. */
const DEMANDES: [string, string, RequestInit, number][] = [
  ["la racine", "/", {}, 404],
  ["une adresse inconnue", "/../etc/passwd", {}, 404],
  ["une adresse à balises", "/%3Cscript%3E", {}, 404],
  ["une méthode inconnue", "/livez", { method: "DELETE" }, 404],
  ["l’API, sans requête", "/graphql", {}, 400],
  [
    "l’API, requête",
    "/graphql",
    { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{ __typename }"}' },
    200,
  ],
  ["l’API, document faux", "/graphql", { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{"}' }, 200],
  [
    "l’API, jeton faux",
    "/graphql",
    { method: "POST", headers: { "content-type": "application/json", authorization: "Bearer x" }, body: '{"query":"{ __typename }"}' },
    401,
  ],
  [
    "l’API, formulaire",
    "/graphql",
    { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "query=1" },
    415,
  ],
  ["l’API, méthode", "/graphql", { method: "PUT" }, 405],
  [
    "l’API, corps trop lourd",
    "/graphql",
    { method: "POST", headers: { "content-type": "application/json" }, body: `{"query":"${"x".repeat(1_100_000)}"}` },
    413,
  ],
  ["l’API, preflight", "/graphql", { method: "OPTIONS" }, 204],
  ["la page d’essai", "/graphql", { headers: { accept: "text/html" } }, 200],
  ["l’émetteur", "/oidc/.well-known/openid-configuration", {}, 200],
  ["l’émetteur, jeton refusé", "/oidc/token", { method: "POST", body: new URLSearchParams({ grant_type: "client_credentials" }) }, 400],
  ["l’émetteur, page inconnue", "/oidc/rien", {}, 404],
  ["l’émetteur, autorisation fausse", "/oidc/auth?client_id=rien", { headers: { accept: "text/html" } }, 400],
  ["l’émetteur, connexion expirée", "/oidc/connexion/rien", { headers: { accept: "text/html" } }, 400],
  ["un lien de réponse faux", "/reponse/rien", { headers: { accept: "text/html" } }, 404],
  ["un webhook sans signature", "/webhooks/rdv-solidarites", { method: "POST", body: "{}" }, 401],
  ["la santé", "/livez", {}, 200],
  ["l’état", "/readyz", {}, 200],
  ["les mesures", "/metrics", {}, 200],
];

attaque("S26", (mesurer) => {
  let base: TestDatabase;
  let subgraphs: Subgraph[];
  let passerelle: HubGateway;
  let url: string;
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "en-tetes-"));

  async function ouvrir(autres: Record<string, string>): Promise<HubGateway & { url: string }> {
    const port = await freePort();
    const settings = readSettings({ ...SECRETS_DES_ESSAIS, DATABASE_URL: base.url, UNEFOIS_DATA: dossier, ...autres });
    const secrets = {
      gatewaySecret: SECRETS_DES_ESSAIS.GATEWAY_SECRET,
      nirKey: SECRETS_DES_ESSAIS.NIR_KEY,
      rdvSolidaritesSecret: "secret-de-test",
      rdvInsertionSecret: "secret-de-test",
    };
    const log = createLog("silent", "test");
    const ouverte = await startHubGateway({
      settings,
      secrets,
      clients: RegistreClients.open(null),
      subgraphs,
      databaseUrl: base.url,
      etatPartageUrl: base.url,
      log,
      port,
    });
    return { ...ouverte, url: `http://127.0.0.1:${port}` };
  }
  beforeAll(async () => {
    base = await testDatabase();
    subgraphs = await openSubgraphs({
      databaseUrl: base.url,
      nirKey: SECRETS_DES_ESSAIS.NIR_KEY,
      log: createLog("silent", "test"),
      clients: RegistreClients.open(null),
      poolSize: 2,
    });
    const ouverte = await ouvrir({});
    passerelle = ouverte;
    url = ouverte.url;
  }, 60_000);
  afterAll(async () => {
    await passerelle.stop();
    await closeSubgraphs(subgraphs);
    await base.drop();
    fs.rmSync(dossier, { recursive: true, force: true });
  });

  it.each(DEMANDES)("S26 %s : rien ne s’encadre, ne se devine, ne s’exécute ni ne fuit", async (_, chemin, init, statut) => {
    const reponse = await fetch(url + chemin, { redirect: "manual", ...init });
    expect(reponse.status).toBe(statut);
    const { headers } = reponse;
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    const politique = headers.get("content-security-policy") ?? "";
    expect(politique).toContain("default-src 'none'");
    expect(politique).toContain("frame-ancestors 'none'");
    expect(politique).toContain("base-uri 'none'");
    expect(politique).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("server")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
    const type = headers.get("content-type");
    const corps = await reponse.text();
    if (type?.includes("html")) {
      // A script or a style without the nonce of its page is not run.
      for (const [, nonce] of corps.matchAll(/<(?:script|style)[^>]*nonce="([^"]+)"/g)) expect(politique).toContain(`'nonce-${nonce}'`);
      expect(corps).not.toMatch(/\son\w+=|javascript:|<script>alert/);
    } else expect(corps).not.toContain("<script>");
  });

  it("S26 la page d’essai marche avec sa politique : un nonce neuf à chaque fois, rien d’ailleurs", async () => {
    const lire = async () => {
      const reponse = await fetch(`${url}/graphql`, { headers: { accept: "text/html" } });
      return { politique: reponse.headers.get("content-security-policy")!, corps: await reponse.text() };
    };
    const [une, deux] = [await lire(), await lire()];
    const nonce = /script-src 'nonce-([^']+)'/.exec(une.politique)![1]!;
    expect(une.corps).toContain(`<script nonce="${nonce}">`);
    expect(deux.corps).not.toContain(nonce);
    expect(une.politique).toContain("connect-src 'self'");
    expect(une.corps).not.toMatch(/https?:\/\//);
    mesurer("chemins et statuts vus", DEMANDES.length);
  });

  it("S26 derrière une adresse publique en https, chaque réponse le garde en mémoire", async () => {
    const derriere = await ouvrir({ UNEFOIS_ADRESSE: "https://unefois.exemple.fr" });
    for (const chemin of ["/", "/graphql", "/livez", "/metrics", "/oidc/rien"]) {
      const { headers } = await fetch(derriere.url + chemin);
      expect(headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
    }
    await derriere.stop();
  });
});
