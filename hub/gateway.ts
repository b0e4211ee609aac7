import type { IncomingMessage, ServerResponse } from "node:http";
import { createGateway, type GatewaySubgraph } from "../gateway/gateway";
import { startGatewayServer } from "../gateway/server";
import type { Log } from "../subgraphs/shared/log";
import type { Secrets } from "../subgraphs/shared/secrets";
import { type Settings, SUBGRAPH_NAMES } from "../subgraphs/shared/settings";
import type { Subgraph } from "../subgraphs/shared/subgraph";
import { createTokenVerifier, type TokenVerifier } from "../subgraphs/shared/token";
import { demoIssuer } from "./issuer";
import type { MetriquesEchanges } from "./metriques";
import { databaseAnswers } from "./readiness";
import { sdlOf } from "./schema";
import { WEBHOOK_PATHS, webhookReceiver } from "./webhooks";

export interface HubGatewayOptions {
  settings: Settings;
  secrets: Pick<Secrets, "gatewaySecret" | "rdvSolidaritesSecret" | "rdvInsertionSecret">;
  /** Subgraphs of this process; the others are reached by their `SUBGRAPH_<NAME>_URL`. */
  subgraphs: Subgraph[];
  /** For readiness and the webhooks; absent when the gateway runs alone. */
  databaseUrl: string | null;
  /** What the worker of this process measures; absent when the gateway runs alone. */
  metrics?: MetriquesEchanges;
  log: Log;
  port: number;
}

export interface HubGateway {
  address: string;
  port: number;
  demoIssuer: boolean;
  stop(): Promise<void>;
}

type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** Opens the gateway on its port, with the webhooks and, unless another issuer is set, the demo issuer. */
export async function startHubGateway(options: HubGatewayOptions): Promise<HubGateway> {
  const { settings, secrets, log, port } = options;
  const origin = `http://${settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host}:${port}`;
  const issuer = settings.oidcIssuer ? null : await demoIssuer(settings, `${origin}/oidc`);
  const verifier: TokenVerifier =
    issuer?.verifier ?? createTokenVerifier({ issuer: settings.oidcIssuer!, audience: settings.oidcAudience });
  const webhooks = webhookRoutes(options);
  const ready = options.databaseUrl ? databaseAnswers(options.databaseUrl) : null;
  const gateway = await createGateway({
    subgraphs: await subgraphsOf(options),
    verifier,
    gatewaySecret: secrets.gatewaySecret,
    production: settings.production,
    log,
    corsOrigins: settings.corsOrigins,
    routes: { ...webhooks.routes, ...(issuer ? { "/oidc": issuer.handler } : {}) },
    otherMetrics: options.metrics && (() => options.metrics!.text()),
    ready: ready?.check ?? (async () => true),
  });
  const server = await startGatewayServer({ gateway, host: settings.host, port, log });
  return {
    address: origin,
    port: server.port,
    demoIssuer: issuer !== null,
    stop: async () => {
      await server.close();
      await gateway.close();
      await Promise.all([webhooks.close(), ready?.close()]);
    },
  };
}

/** A subgraph with a URL goes over HTTP, even when this process could run it. Its SDL is the golden one when it is not here. */
async function subgraphsOf({ settings, subgraphs }: HubGatewayOptions): Promise<GatewaySubgraph[]> {
  return Promise.all(
    SUBGRAPH_NAMES.map(async (name) => {
      const url = settings.subgraphUrls[name];
      const local = subgraphs.find((subgraph) => subgraph.name === name);
      if (!url && !local)
        throw new Error(
          `Le sous-graphe ${name} n’est ni dans ce processus ni à une adresse (SUBGRAPH_${name.replaceAll("-", "_").toUpperCase()}_URL).`,
        );
      return { name, sdl: local?.sdl ?? (await sdlOf(name)), execute: url ? undefined : local!.execute, url };
    }),
  );
}

/** In one process the webhooks are handled here; in distributed mode they go on to the subgraph that owns them. */
function webhookRoutes({ databaseUrl, settings, secrets, log }: HubGatewayOptions): {
  routes: Record<string, Route>;
  close(): Promise<void>;
} {
  const remote = settings.subgraphUrls["rendez-vous"];
  if (remote) {
    const routes = Object.fromEntries(Object.keys(WEBHOOK_PATHS).map((route) => [route, forward(new URL(route, remote))]));
    return { routes, close: async () => undefined };
  }
  return databaseUrl ? webhookReceiver(databaseUrl, secrets, log) : { routes: {}, close: async () => undefined };
}

/** Hands a request on as it is: the signature is over the raw body. */
function forward(target: URL): Route {
  return (request, response) => {
    const body = request.method === "GET" || request.method === "HEAD" ? undefined : request;
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !["host", "connection", "content-length", "transfer-encoding"].includes(name)),
    );
    fetch(target, {
      method: request.method,
      headers: headers as Record<string, string>,
      body: body as never,
      duplex: "half",
      signal: AbortSignal.timeout(10_000),
    } as RequestInit)
      .then(async (answer) => {
        response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" });
        response.end(Buffer.from(await answer.arrayBuffer()));
      })
      .catch(() =>
        response
          .writeHead(503, { "content-type": "application/json; charset=utf-8" })
          .end(JSON.stringify({ erreur: "Le service des rendez-vous ne répond pas : renvoyez le message plus tard." })),
      );
  };
}
