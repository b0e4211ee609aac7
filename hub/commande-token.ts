import { createPrivateKey, type KeyObject, randomUUID } from "node:crypto";
import fs from "node:fs";
import { SignJWT } from "jose";
import { demoClients } from "../gateway/demo-clients";
import { PORTS } from "../subgraphs/shared/settings";
import type { AddCommand } from "./command";
import { Sentence } from "./sentence";

export const commandeToken: AddCommand = (program, settings) => {
  program
    .command("token")
    .description("demande un jeton de démonstration au hub qui tourne, et l’écrit seul sur une ligne")
    .argument("<client>", demoClients.map((client) => client.client).join(", "))
    .option("--scope <droits>", "droits voulus, séparés par des espaces (tous ceux du client si absent)")
    .option("--cle <pem>", "fichier de la clé privée d’un système enregistré auprès de l’émetteur (private_key_jwt)")
    .action(async (client: string, o: { scope?: string; cle?: string }) => {
      if (o.cle === undefined && !demoClients.some((known) => known.client === client)) {
        throw new Sentence(
          `« ${client} » n’est pas un client de démonstration : ${demoClients.map((known) => known.client).join(", ")}.`,
          2,
        );
      }
      const { host, port, tls, oidcIssuer } = settings();
      const issuer = oidcIssuer ?? `${tls ? "https" : "http"}://${host}:${port ?? PORTS.gateway}/oidc`;
      const assertion = o.cle === undefined ? undefined : await assertionDe(client, o.cle, issuer);
      process.stdout.write(`${await askToken(`${issuer}/token`, client, o.scope, assertion)}\n`);
    });
};

/** Asks the demo issuer for an access token, as any client would. */
export async function askToken(endpoint: string, client: string, scope?: string, assertion?: string): Promise<string> {
  const proof: Record<string, string> = assertion
    ? { client_id: client, client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: assertion }
    : {};
  const secret = Buffer.from(`${client}:${client}-secret`).toString("base64");
  const response = await fetch(endpoint, {
    method: "POST",
    headers: assertion ? {} : { authorization: `Basic ${secret}` },
    body: new URLSearchParams({ grant_type: "client_credentials", ...(scope ? { scope } : {}), ...proof }),
    signal: AbortSignal.timeout(10_000),
  }).catch((error) => {
    throw new Sentence(pourquoi(endpoint, error));
  });
  const answer = (await response.json().catch(() => ({}))) as { access_token?: string; error_description?: string; error?: string };
  if (!answer.access_token)
    throw new Sentence(
      `L’émetteur refuse le jeton (${response.status}) : ${answer.error_description ?? answer.error ?? "sans raison donnée"}.`,
    );
  return answer.access_token;
}

const ALGORITHMES: Record<string, string> = { rsa: "PS256", ec: "ES256", ed25519: "EdDSA" };

/** The assertion by which a system proves that it holds its key (RFC 7523): a minute, once. */
export async function assertionDe(client: string, fichier: string, issuer: string): Promise<string> {
  const cle = clePrivee(fichier);
  return new SignJWT({ iss: client, sub: client, aud: issuer, jti: randomUUID() })
    .setProtectedHeader({ alg: ALGORITHMES[cle.asymmetricKeyType!] ?? "EdDSA" })
    .setIssuedAt()
    .setExpirationTime("60s")
    .sign(cle);
}

function clePrivee(fichier: string): KeyObject {
  try {
    return createPrivateKey(fs.readFileSync(fichier, "utf8"));
  } catch {
    throw new Sentence(`Le fichier ${fichier} n’est pas une clé privée en PEM que le hub peut lire.`, 2);
  }
}

const CERTIFICAT_INCONNU = /CERT|SIGNATURE|SELF_SIGNED/;

function pourquoi(endpoint: string, error: { cause?: { code?: string } }): string {
  const code = error.cause?.code ?? "";
  return CERTIFICAT_INCONNU.test(code)
    ? `Le certificat de ${endpoint} n’est pas reconnu (${code}) : donnez l’autorité qui l’a signé (NODE_EXTRA_CA_CERTS=<fichier>).`
    : `Aucun hub ne répond à ${endpoint} : lancez « npm start », ou donnez son port (PORT=…).`;
}
