import type { IncomingMessage, ServerResponse } from "node:http";
import { CertificatsPresentes } from "../gateway/certificat";
import { createDemoIssuer } from "../gateway/demo-issuer";
import { EssaisDuProcessus, type EssaisPartages } from "../gateway/verrou-secrets";
import type { Settings } from "../subgraphs/shared/settings";
import { createTokenVerifier, type TokenVerifier } from "../subgraphs/shared/token";
import { ClesDemo } from "./cles-demo";
import { Sentence } from "./sentence";
import { systemesDemo } from "./systemes-demo";

export interface DemoIssuer {
  handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Verifies its tokens without a network hop. */
  verifier: TokenVerifier;
}

/** The demo issuer with its kept keys, made again when they change. @param issuer the URL that its tokens carry. */
export async function demoIssuer(settings: Settings, issuer: string, essais?: EssaisPartages): Promise<DemoIssuer> {
  if (settings.production) throw new Sentence("En production, donnez OIDC_ISSUER : l’émetteur de démonstration est réservé aux essais.");
  const cles = await ClesDemo.ouvrir(settings.dataFolder);
  const { oidcAudience: audience, jetons, dataFolder } = settings;
  const partages = essais ?? new EssaisDuProcessus();
  const certificats = new CertificatsPresentes(settings.proxysDeConfiance);
  const edition = async () => `${await cles.edition()} ${systemesDemo(dataFolder).version}`;
  const make = async () => {
    const { systemes } = systemesDemo(dataFolder);
    return {
      edition: await edition(),
      issuer: createDemoIssuer({ issuer, audience, jwks: cles.privees(), systemes, essais: partages, certificats }),
    };
  };
  let made = await make();
  const current = async () => {
    if (made.edition !== (await edition())) made = await make();
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
