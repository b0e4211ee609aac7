import fs from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK } from "jose";
import { createDemoIssuer } from "../gateway/demo-issuer";
import type { Settings } from "../subgraphs/shared/settings";
import { createTokenVerifier, type TokenVerifier } from "../subgraphs/shared/token";
import { Sentence } from "./sentence";

export interface DemoIssuer {
  handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Verifies its tokens without a network hop. */
  verifier: TokenVerifier;
}

/** The demo issuer with its kept key. @param issuer the URL that its tokens carry. */
export async function demoIssuer(settings: Settings, issuer: string): Promise<DemoIssuer> {
  if (settings.production) throw new Sentence("En production, donnez OIDC_ISSUER : l’émetteur de démonstration est réservé aux essais.");
  const keys = await demoKeys(settings.dataFolder);
  const demo = await createDemoIssuer({ issuer, audience: settings.oidcAudience, jwks: { keys: [keys.private] } });
  const verifier = createTokenVerifier({ issuer, audience: settings.oidcAudience, keys: createLocalJWKSet({ keys: [keys.public] }) });
  return { handler: demo.handle, verifier };
}

/** The key that signs demo tokens, kept in the data folder: a token outlives a restart. */
async function demoKeys(dataFolder: string): Promise<{ private: JWK; public: JWK }> {
  const file = path.join(dataFolder, "cles-demo.json");
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, "utf8"));
  const pair = await generateKeyPair("RS256", { extractable: true });
  const common = { kid: `demo-${Date.now()}`, alg: "RS256", use: "sig" };
  const keys = {
    private: { ...(await exportJWK(pair.privateKey)), ...common },
    public: { ...(await exportJWK(pair.publicKey)), ...common },
  };
  fs.mkdirSync(dataFolder, { recursive: true });
  fs.writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}
