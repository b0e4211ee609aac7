import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, type JWK } from "jose";
import { demoCallers, demoClients } from "../../gateway/demo-clients";
import { createDemoIssuer } from "../../gateway/demo-issuer";
import { createTokenVerifier, InvalidTokenError, type TokenVerifier } from "../../subgraphs/shared/token";
import { CALLERS } from "../setup/subgraph";

let server: http.Server;
let issuer: string;
let verifier: TokenVerifier;
let discovered: TokenVerifier;
beforeAll(async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  const named = { kid: "essai", alg: "RS256", use: "sig" };
  const jwks = { keys: [{ ...(await exportJWK(pair.privateKey)), ...named } as JWK] };
  let handle: http.RequestListener = (_request, response) => void response.end();
  server = http.createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oidc`;
  handle = (await createDemoIssuer({ issuer, audience: "unefois", jwks })).handle;
  const cle = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), ...named } as JWK] });
  const keys = { cle, edition: async () => 1 };
  verifier = createTokenVerifier({ issuer, audience: "unefois", keys });
  discovered = createTokenVerifier({ issuer, audience: "unefois" });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = async (client: string, secret: string, form: Record<string, string> = {}, inBody = false) => {
  const credentials: Record<string, string> = inBody ? { client_id: client, client_secret: secret } : {};
  const headers: Record<string, string> = inBody ? {} : { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString("base64")}` };
  const response = await fetch(`${issuer}/token`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ grant_type: "client_credentials", ...credentials, ...form }),
  });
  return { status: response.status, ...((await response.json()) as any) };
};

describe("l’émetteur de démonstration", () => {
  it.each(demoClients.map((client) => client.client))("donne à %s un jeton que le hub vérifie, avec tous ses droits", async (name) => {
    const { access_token, token_type } = await ask(name, `${name}-secret`);
    expect(token_type).toBe("Bearer");
    expect(await verifier.verify(`Bearer ${access_token}`)).toEqual(demoCallers().get(name));
  });

  it("a les clients des tests des sous-graphes, au droit près", () => {
    expect([...demoCallers().values()]).toEqual(Object.values(CALLERS));
  });

  it("signe en RS256 pour une heure, avec sub, audience et émetteur", async () => {
    const { access_token, expires_in, scope } = await ask("demo-referent", "demo-referent-secret");
    expect([expires_in, scope.split(" ")]).toEqual([3600, [...CALLERS.referent.scopes]]);
    expect(JSON.parse(Buffer.from(access_token.split(".")[0], "base64url").toString())).toMatchObject({ alg: "RS256", kid: "essai" });
    expect(decodeJwt(access_token)).toMatchObject({
      sub: "demo-referent",
      aud: "unefois",
      iss: issuer,
      departement: "94",
      organisme: "REMOB-1",
      agent: "REF-1",
      finalite: "ACCOMPAGNEMENT",
    });
  });

  it("se découvre : un hub qui ne connaît que son adresse vérifie ses jetons", async () => {
    const { access_token } = await ask("demo-dpo", "demo-dpo-secret");
    expect((await discovered.verify(`Bearer ${access_token}`))?.client).toBe("demo-dpo");
  });

  it("accepte le secret dans le corps, et moins de droits que le client n’en a", async () => {
    const { access_token, scope } = await ask("demo-referent", "demo-referent-secret", { scope: "allocataires.lire" }, true);
    expect(scope).toBe("allocataires.lire");
    expect([...(await verifier.verify(`Bearer ${access_token}`))!.scopes]).toEqual(["allocataires.lire"]);
  });

  it.each([
    ["un mauvais secret", "demo-dpo", "faux", {}, 401, "invalid_client"],
    ["un client inconnu", "demo-absent", "demo-absent-secret", {}, 401, "invalid_client"],
    ["un droit que le client n’a pas", "demo-referent", "demo-referent-secret", { scope: "sanction.decider" }, 400, "invalid_scope"],
    ["une autre façon de demander", "demo-dpo", "demo-dpo-secret", { grant_type: "password" }, 400, "unsupported_grant_type"],
  ])("refuse %s", async (_what, client, secret, form, status, error) => {
    expect(await ask(client, secret, form as unknown as Record<string, string>)).toMatchObject({ status, error });
  });

  it("ne signe rien pour une autre audience ni un autre émetteur : le hub refuse ces jetons", async () => {
    const { access_token } = await ask("demo-dpo", "demo-dpo-secret");
    const elsewhere = createTokenVerifier({ issuer, audience: "autre" });
    await expect(elsewhere.verify(`Bearer ${access_token}`)).rejects.toThrow(InvalidTokenError);
    await expect(verifier.verify(`Bearer ${access_token.slice(0, -4)}AAAA`)).rejects.toThrow(InvalidTokenError);
  });
});

describe("une personne", () => {
  /** Follows the pages of the demo sign-in with a jar of cookies, as a browser would. */
  async function signIn(agent: string): Promise<URL> {
    const jar = new Map<string, string>();
    const verifierText = randomBytes(32).toString("base64url");
    const challenge = createHash("sha256").update(verifierText).digest("base64url");
    const start = new URL(`${issuer}/auth`);
    const params = {
      client_id: "demo-referent",
      response_type: "code",
      redirect_uri: "http://127.0.0.1:5555/rappel",
      scope: "openid allocataires.lire",
      code_challenge: challenge,
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(params)) start.searchParams.set(name, value);
    let url = start;
    let body: URLSearchParams | undefined;
    for (let step = 0; step < 12; step++) {
      const response = await fetch(url, {
        method: body ? "POST" : "GET",
        body,
        redirect: "manual",
        headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join("; ") },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair] = cookie.split(";");
        jar.set(pair!.slice(0, pair!.indexOf("=")), pair!.slice(pair!.indexOf("=") + 1));
      }
      const next = response.headers.get("location");
      if (next) {
        url = new URL(next, url);
        body = undefined;
        if (url.port === "5555") return Object.assign(url, { verifierText });
        continue;
      }
      const page = await response.text();
      if (!page.includes('name="agent"')) throw new Error(`étape ${step} : ${response.status} ${page.slice(0, 300)}`);
      body = new URLSearchParams({ agent });
    }
    throw new Error("trop d’étapes");
  }

  it("se connecte par un code avec PKCE ; son jeton porte son code d’agent", async () => {
    const back = (await signIn("REF-2")) as URL & { verifierText: string };
    const form = {
      grant_type: "authorization_code",
      code: back.searchParams.get("code")!,
      redirect_uri: "http://127.0.0.1:5555/rappel",
      code_verifier: back.verifierText,
    };
    const { access_token } = await ask("demo-referent", "demo-referent-secret", form);
    expect(await verifier.verify(`Bearer ${access_token}`)).toMatchObject({
      client: "demo-referent",
      agent: "REF-2",
      organisme: "REMOB-1",
      scopes: new Set(["allocataires.lire"]),
    });
  });

  it("sans PKCE est refusée", async () => {
    const params = new URLSearchParams({
      client_id: "demo-referent",
      response_type: "code",
      redirect_uri: "http://127.0.0.1:5555/rappel",
      scope: "openid",
    });
    const response = await fetch(`${issuer}/auth?${params}`, { redirect: "manual" });
    expect(response.headers.get("location")).toContain("error=invalid_request");
  });
});
