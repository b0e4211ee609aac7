import type { IncomingMessage, ServerResponse } from "node:http";
import type { JWK } from "jose";
import Provider, { type ClientMetadata, type Configuration } from "oidc-provider";
import { SCOPES } from "../subgraphs/shared/identity";
import { type DemoClient, demoClients, demoSecret } from "./demo-clients";
import { MemoryAdapter } from "./demo-issuer-memory";
import { demoSignIn, SIGN_IN_PATH } from "./demo-sign-in";

export interface DemoIssuerOptions {
  /** URL of the issuer, as its tokens carry it. Its path is where it is mounted. */
  issuer: string;
  audience: string;
  /** Private keys, RS256: the first signs, all are published. Kept by the composition root: a token outlives a restart. */
  jwks: { keys: JWK[] };
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
export async function createDemoIssuer({ issuer, audience, jwks }: DemoIssuerOptions): Promise<DemoIssuer> {
  const path = new URL(issuer).pathname.replace(/\/$/, "");
  const provider = new Provider(issuer, configuration(audience, jwks, path));
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

function configuration(audience: string, jwks: { keys: JWK[] }, path: string): Configuration {
  return {
    adapter: MemoryAdapter,
    jwks: jwks as Configuration["jwks"],
    clients: demoClients.map(clientMetadata),
    scopes: ["openid", ...Object.keys(SCOPES)],
    clientAuthMethods: ["client_secret_basic", "client_secret_post"],
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
    extraTokenClaims: (_ctx, token) => claims(token.clientId!, "accountId" in token ? token.accountId : undefined),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
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

/** What the tokens of a client say of it; a person who signed in is the agent. */
function claims(clientId: string, person: string | undefined): Record<string, string> {
  const { departement, organisme, agent, finalite } = demoClients.find((one) => one.client === clientId)!;
  const speaker = person ?? agent;
  return { departement, finalite, ...(organisme ? { organisme } : {}), ...(speaker ? { agent: speaker } : {}) };
}
