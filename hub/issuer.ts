import type { IncomingMessage, ServerResponse } from "node:http";
import { createDemoIssuer } from "../gateway/demo-issuer";
import type { Settings } from "../subgraphs/shared/settings";
import { createTokenVerifier, type TokenVerifier } from "../subgraphs/shared/token";
import { ClesDemo } from "./cles-demo";
import { Sentence } from "./sentence";

export interface DemoIssuer {
  handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Verifies its tokens without a network hop. */
  verifier: TokenVerifier;
}

/** The demo issuer with its kept keys, made again when they change. @param issuer the URL that its tokens carry. */
export async function demoIssuer(settings: Settings, issuer: string): Promise<DemoIssuer> {
  if (settings.production) throw new Sentence("En production, donnez OIDC_ISSUER : l’émetteur de démonstration est réservé aux essais.");
  const cles = await ClesDemo.ouvrir(settings.dataFolder);
  const { oidcAudience: audience, jetons } = settings;
  const make = async () => ({ edition: await cles.edition(), issuer: createDemoIssuer({ issuer, audience, jwks: cles.privees() }) });
  let made = await make();
  const current = async () => {
    if (made.edition !== (await cles.edition())) made = await make();
    return made.issuer;
  };
  const verifier = createTokenVerifier({ issuer, audience, keys: cles, ...jetons });
  const handler = (request: IncomingMessage, response: ServerResponse) =>
    void current().then(
      (demo) => demo.handle(request, response),
      () => response.writeHead(500, { "content-type": "text/plain; charset=utf-8" }).end("L’émetteur de démonstration n’a plus ses clés."),
    );
  return { handler, verifier };
}
