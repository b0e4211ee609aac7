import type { IncomingMessage, ServerResponse } from "node:http";
import { graphiqlPage } from "./graphiql";
import type { GraphqlHandler } from "./graphql-handler";
import type { GatewayMetrics } from "./metrics";
import { requestIdOf } from "./operation";

export type Route = (request: IncomingMessage, response: ServerResponse) => void;

export interface FrontOptions {
  graphql: GraphqlHandler;
  metrics: GatewayMetrics;
  /** Metrics of others in this process, as Prometheus text. */
  otherMetrics?: () => Promise<string>;
  production: boolean;
  https: boolean;
  corsOrigins: readonly string[];
  /** Paths served by others: each one with everything beneath it. */
  routes: Record<string, Route>;
  ready: () => Promise<boolean>;
}

/** Answers of the hub are data: no page may frame, sniff, keep or run them. */
const SECURITY_HEADERS: [string, string][] = [
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["referrer-policy", "no-referrer"],
  ["cross-origin-resource-policy", "same-site"],
  ["permissions-policy", "geolocation=(), camera=(), microphone=()"],
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"],
  ["cache-control", "no-store"],
];

/** Sends each request to who answers it, with the headers that all answers carry. */
export function createFront(options: FrontOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const origins = new Set(options.corsOrigins);
  const routes = Object.entries(options.routes);
  return (request, response) => {
    const requestId = requestIdOf(request.headers["x-request-id"]);
    for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
    if (options.https) response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
    response.setHeader("x-request-id", requestId);
    allowOrigin(request, response, origins);
    const path = pathOf(request);
    if (path === "/graphql") return graphql(request, response, requestId, options);
    const route = routes.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
    if (route) return route[1](request, response);
    if (request.method !== "GET" && request.method !== "HEAD") return notFound(response, path);
    if (path === "/livez") return json(response, 200, { statut: "vivant" });
    if (path === "/readyz") return void readiness(response, options.ready);
    if (path === "/metrics") return void metrics(response, options);
    notFound(response, path);
  };
}

const pathOf = (request: IncomingMessage): string => {
  const url = request.url ?? "/";
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
};

function graphql(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  { graphql: handler, production }: FrontOptions,
): void {
  if (request.method === "OPTIONS") return void response.writeHead(204, { allow: "GET, POST, OPTIONS" }).end();
  if (!production && request.method === "GET" && !request.url?.includes("query=") && request.headers.accept?.includes("text/html")) {
    graphiqlPage(response);
    return;
  }
  void handler.handle(request, response, requestId);
}

/** Browsers of the origins that the operator named may read answers; the others may not. */
function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: ReadonlySet<string>): void {
  const origin = request.headers.origin;
  if (origins.size > 0) response.setHeader("vary", "Origin");
  if (origin === undefined || !origins.has(origin)) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", "x-request-id");
  if (request.method !== "OPTIONS") return;
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader("access-control-allow-headers", "authorization, content-type, x-request-id");
  response.setHeader("access-control-max-age", "3600");
}

async function readiness(response: ServerResponse, ready: () => Promise<boolean>): Promise<void> {
  const is = await ready().catch(() => false);
  json(response, is ? 200 : 503, { statut: is ? "prêt" : "pas prêt : la base de données ne répond pas, ou le processus s’arrête" });
}

async function metrics(response: ServerResponse, { metrics: own, otherMetrics }: FrontOptions): Promise<void> {
  const [{ type, body }, others] = await Promise.all([own.text(), otherMetrics?.() ?? ""]);
  response.writeHead(200, { "content-type": type }).end(`${body}${others}`);
}

const notFound = (response: ServerResponse, path: string) =>
  json(response, 404, { erreur: `Rien à l’adresse ${path.slice(0, 100)} : l’API est à /graphql.` });

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(value));
}
