import http from "node:http";
import { caller, codes, type SmallHub, smallHub } from "./small-hub";

let hub: SmallHub;
let isReady = true;
beforeAll(async () => {
  const routes = {
    "/webhooks/essai": (_request: http.IncomingMessage, response: http.ServerResponse) => void response.writeHead(202).end("reçu"),
  };
  hub = await smallHub({
    corsOrigins: ["https://tableau.exemple.fr"],
    ready: async () => isReady,
    routes,
    callers: { bavard: caller("bavard") },
  });
});
afterAll(() => hub.close());
const get = (path: string, headers: Record<string, string> = {}, method = "GET") => hub.raw({ path, headers, method });

describe("la santé", () => {
  it("/livez répond toujours, /readyz suit ce sur quoi le hub repose", async () => {
    expect((await get("/livez")).status).toBe(200);
    expect((await get("/readyz")).status).toBe(200);
    isReady = false;
    expect([(await get("/readyz")).status, (await get("/livez")).status]).toEqual([503, 200]);
    isReady = true;
    expect((await get("/readyz")).status).toBe(200);
  });

  it("/metrics compte requêtes, erreurs, refus et appels, sans nom de client", async () => {
    await hub.ask("{ moi personnes { nodes { nom } } }", { as: "lecteur" });
    await hub.ask("{ personnes { nodes { nir } } }", { as: "bavard", headers: { "x-request-id": "secret-42" } });
    await hub.ask("{ ouvert }", { as: null });
    await hub.ask("{ personnes(first: 0) { nodes { nom } } }");
    const { text } = await get("/metrics");
    expect(text).toMatch(/unefois_requetes_total\{nature="query",statut="200"\} \d/);
    expect(text).toMatch(/unefois_requete_secondes_bucket\{le="0\.1",nature="query"\}/);
    expect(text).toMatch(/unefois_erreurs_total\{code="UNAUTHENTICATED"\} 1/);
    expect(text).toMatch(/unefois_documents_refuses_total\{code="PAGE_INVALIDE"\} 1/);
    expect(text).toMatch(/unefois_sous_graphe_secondes_count\{sous_graphe="personnes",issue="ok"\} \d/);
    expect(text).not.toMatch(/bavard|Amina|secret-42/);
  });
});

describe("les en-têtes", () => {
  it("de sécurité accompagnent chaque réponse", async () => {
    for (const reply of [
      await hub.ask("{ moi }"),
      await get("/livez"),
      await get("/absent"),
      await hub.ask("{ moi }", { as: "mauvais" }),
    ]) {
      expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
      expect(reply.headers.get("x-frame-options")).toBe("DENY");
      expect(reply.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(reply.headers.get("cache-control")).toBe("no-store");
      expect(reply.headers.get("x-request-id")).toMatch(/^[\w-]+$/);
      expect(reply.headers.get("x-powered-by")).toBeNull();
    }
  });

  it("ouvrent les réponses aux seules origines nommées", async () => {
    const preflight = (origin: string) => get("/graphql", { origin, "access-control-request-method": "POST" }, "OPTIONS");
    const allowed = await preflight("https://tableau.exemple.fr");
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([204, "https://tableau.exemple.fr"]);
    expect(allowed.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
    for (const origin of ["https://ailleurs.exemple", "null", "https://tableau.exemple.fr.ailleurs.exemple"]) {
      expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

describe("les chemins", () => {
  it("des autres parties leur sont laissés, avec ce qui est dessous", async () => {
    expect((await get("/webhooks/essai", {}, "POST")).status).toBe(202);
    expect((await get("/webhooks/essai/suite", {}, "POST")).status).toBe(202);
    expect((await get("/webhooks/essais", {}, "POST")).status).toBe(404);
  });

  it("inconnus reçoivent 404, une méthode inconnue 405", async () => {
    expect((await get("/graphql/secret")).status).toBe(404);
    const reply = await hub.raw({ method: "PUT", body: "{}", headers: { "content-type": "application/json" } });
    expect([reply.status, reply.headers.get("allow"), codes(reply)]).toEqual([405, "GET, POST", ["METHODE_REFUSEE"]]);
  });

  it("/graphql montre une page d’essai à un navigateur, qui ne charge rien d’ailleurs", async () => {
    const { headers, text } = await get("/graphql", { accept: "text/html,*/*" });
    expect(headers.get("content-type")).toMatch(/text\/html/);
    expect(headers.get("content-security-policy")).toMatch(/script-src 'nonce-[\w+/=]+'/);
    expect(text).not.toMatch(/https?:\/\//);
  });
});

describe("les journaux", () => {
  it("disent l’opération, le client, la durée et l’identifiant, jamais une valeur", async () => {
    hub.logs.length = 0;
    await hub.ask("query Fiche($id: ID) { personne(id: $id) { nom nir } }", {
      variables: { id: "2" },
      headers: { "x-request-id": "essai-1" },
    });
    expect(hub.logs).toEqual([{ requete: "essai-1", operation: "Fiche", client: "tout", statut: 200, ms: expect.any(Number) }]);
    await hub.ask("{ personnes { nodes { nir } } }", { as: "lecteur" });
    expect(hub.logs[1]).toMatchObject({ client: "lecteur", codes: ["FORBIDDEN"] });
    expect(JSON.stringify(hub.logs)).not.toMatch(/Bruno|NIR-/);
  });

  it("ne laissent pas un client y écrire une ligne", async () => {
    hub.logs.length = 0;
    await new Promise<void>((resolve) => {
      const request = http.request(
        `${hub.url}/graphql`,
        { method: "POST", headers: { "x-request-id": "a\tb", "content-type": "application/json" } },
        (response) => {
          response.resume().on("end", resolve);
        },
      );
      request.end('{"query":"{ __typename }"}');
    });
    expect(hub.logs[0]!.requete).toMatch(/^[0-9a-f-]{36}$/);
  });
});
