import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { JWK } from "jose";
import Provider, { type ClientMetadata, type Configuration } from "oidc-provider";
import { SCOPES } from "../subgraphs/shared/identity";
import { CertificatsPresentes } from "./certificat";
import { type DemoClient, demoClients, demoSecret } from "./demo-clients";
import { MemoryAdapter } from "./demo-issuer-memory";
import { demoSignIn, SIGN_IN_PATH } from "./demo-sign-in";
import { EssaisDuProcessus, type EssaisPartages } from "./verrou-secrets";

export interface DemoIssuerOptions {
  /** URL of the issuer, as its tokens carry it. Its path is where it is mounted. */
  issuer: string;
  audience: string;
  /** Private keys, RS256: the first signs, all are published. Kept by the composition root: a token outlives a restart. */
  jwks: { keys: JWK[] };
  /** Systems that prove who they are by a key or a certificate, beside the clients of the demo. */
  systemes?: readonly DemoSystem[];
  /** Counts the secrets tried; shared between the processes that issue. */
  essais?: EssaisPartages;
  certificats?: CertificatsPresentes;
}

/** A system without a secret: it signs an assertion (RFC 7523), or is known by its certificate (RFC 8705). */
export interface DemoSystem {
  client: string;
  /** Client of the demo whose département, organisme, scopes and purpose it has. */
  comme: string;
  methode: "private_key_jwt" | "self_signed_tls_client_auth" | "tls_client_auth";
  /** Its public keys; with a certificate, `x5c`. */
  jwks?: { keys: JWK[] };
  /** Subject of its certificate, for `tls_client_auth`. */
  sujet?: string;
}

export interface DemoIssuer {
  /** Answers every path beneath the issuer's. */
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** Seconds that an access token lives. */
export const TOKEN_SECONDS = 3_600;
/** A client that runs on a person's machine listens on any local port, as RFC 8252 says. */
const PERSON_REDIRECT = "http://127.0.0.1/rappel";

/** The issuer of the demo: client credentials for systems, authorization code with PKCE for people (claim `agent`).
 * Signs people in without a password: never for production. */
export async function createDemoIssuer(options: DemoIssuerOptions): Promise<DemoIssuer> {
  const { issuer } = options;
  const path = new URL(issuer).pathname.replace(/\/$/, "");
  const provider = new Provider(issuer, configuration(options, path));
  garderLesSecrets(provider, options.essais ?? new EssaisDuProcessus());
  const callback = provider.callback();
  return {
    handle: (request, response) => {
      const mounted = request as IncomingMessage & { originalUrl?: string };
      mounted.originalUrl = request.url;
      if (request.url?.startsWith(path)) request.url = request.url.slice(path.length) || "/";
      // The sign-in posts a form: its pages carry their own policy, and the others run nothing.
      response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
      if (request.url?.startsWith(`${SIGN_IN_PATH}/`)) void demoSignIn(provider, request, response);
      else void callback(request, response);
    },
  };
}

function configuration(options: DemoIssuerOptions, path: string): Configuration {
  const { audience, jwks, systemes = [], certificats = new CertificatsPresentes() } = options;
  return {
    adapter: MemoryAdapter,
    jwks: jwks as Configuration["jwks"],
    clients: [...demoClients.map(clientMetadata), ...systemes.map(systemMetadata)],
    scopes: ["openid", ...Object.keys(SCOPES)],
    clientAuthMethods: ["client_secret_basic", "client_secret_post", ...SANS_SECRET],
    enabledJWA: { clientAuthSigningAlgValues: ["RS256", "PS256", "ES256", "EdDSA"] },
    cookies: { keys: jwks.keys.map((key) => String(key.d ?? key.kid)) },
    pkce: { required: () => true },
    ttl: {
      ClientCredentials: TOKEN_SECONDS,
      AccessToken: TOKEN_SECONDS,
      Session: TOKEN_SECONDS,
      Grant: TOKEN_SECONDS,
      Interaction: 600,
      IdToken: TOKEN_SECONDS,
    },
    interactions: { url: (_ctx, interaction) => `${path}${SIGN_IN_PATH}/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ sub }) }),
    extraTokenClaims: (_ctx, token) => claims(modelOf(systemes, token.clientId!), "accountId" in token ? token.accountId : undefined),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        selfSignedTlsClientAuth: true,
        tlsClientAuth: true,
        getCertificate: (ctx) => certificats.de(ctx.req)?.toString(),
        // Behind a proxy, it is the proxy that verified the chain: it is trusted by its address.
        certificateAuthorized: (ctx) => certificats.verifie(ctx.req),
        certificateSubjectMatches: (ctx, property, expected) =>
          property === "tls_client_auth_subject_dn" && certificats.de(ctx.req)?.subject === expected,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, _resource, client) => {
          const params = ctx.oidc.params;
          // A system that asks for nothing in particular gets all that it may have.
          if (params?.grant_type === "client_credentials" && !params.scope) params.scope = client.scope;
          return {
            scope: Object.keys(SCOPES).join(" "),
            audience,
            accessTokenTTL: TOKEN_SECONDS,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: "RS256" } },
          };
        },
      },
    },
  };
}

/** Resource indicators are URIs; tokens carry the audience of the hub instead. */
const RESOURCE = "urn:unefois";

function clientMetadata({ client, scopes, agent }: DemoClient): ClientMetadata {
  const person = agent !== null;
  return {
    client_id: client,
    client_secret: demoSecret(client),
    application_type: person ? "native" : "web",
    grant_types: person ? ["client_credentials", "authorization_code"] : ["client_credentials"],
    response_types: person ? ["code"] : [],
    redirect_uris: person ? [PERSON_REDIRECT] : [],
    scope: person ? ["openid", ...scopes].join(" ") : scopes.join(" "),
    id_token_signed_response_alg: "RS256",
  };
}

const SANS_SECRET = ["private_key_jwt", "self_signed_tls_client_auth", "tls_client_auth"] as const;

/** A system known by its certificate has tokens that serve with it only. */
function systemMetadata({ client, comme, methode, jwks, sujet }: DemoSystem): ClientMetadata {
  const { scopes } = demoClients.find((one) => one.client === comme)!;
  return {
    client_id: client,
    token_endpoint_auth_method: methode,
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    scope: scopes.join(" "),
    ...(jwks ? { jwks: jwks as ClientMetadata["jwks"] } : {}),
    ...(sujet ? { tls_client_auth_subject_dn: sujet } : {}),
    tls_client_certificate_bound_access_tokens: methode !== "private_key_jwt",
  };
}

const modelOf = (systemes: readonly DemoSystem[], client: string): string => systemes.find((one) => one.client === client)?.comme ?? client;

/** Each secret tried is counted, and each assertion serves once, whichever process is asked. A lock answers as a bad secret does. */
function garderLesSecrets(provider: Provider, essais: EssaisPartages): void {
  const { Client, ReplayDetection } = provider;
  const comparer = Client.prototype.compareClientSecret;
  Client.prototype.compareClientSecret = async function (this: { clientId: string }, secret: string) {
    const juste = await comparer.call(this as never, secret);
    return essais.essayer(this.clientId, juste);
  };
  const unique = async (iss: string, jti: string, exp: number) =>
    essais.premiereFois(createHash("sha256").update(`${iss} ${jti}`).digest("base64url"), exp * 1000);
  Object.assign(ReplayDetection, { unique });
}

/** What the tokens of a client say of it; a person who signed in is the agent. */
function claims(clientId: string, person: string | undefined): Record<string, string> {
  const { departement, organisme, agent, finalite } = demoClients.find((one) => one.client === clientId)!;
  const speaker = person ?? agent;
  return { departement, finalite, ...(organisme ? { organisme } : {}), ...(speaker ? { agent: speaker } : {}) };
}
