import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import type { GraphQLError } from "graphql";
import { type Drain, drainOf, type Leaving, NOT_BEGUN } from "./drain";
import type { Caller } from "./identity";
import type { Log } from "./log";
import type { Operation } from "./operation";
import { verifyProof } from "./proof";
import { rawBody } from "./raw-body";
import type { Subgraph } from "./subgraph";
import { continueTrace } from "./telemetry";
import { InvalidTokenError, IssuerAwayError, type TokenVerifier } from "./token";

export type Route = (request: IncomingMessage, response: ServerResponse) => void;

export interface ServeOptions {
  subgraph: Pick<Subgraph, "name" | "schema" | "execute">;
  verifier: TokenVerifier;
  /** The secret that proves that a call comes from the gateway. */
  gatewaySecret: string;
  host: string;
  /** 0: any free port. */
  port: number;
  log: Log;
  /** Other paths of this process, each with everything beneath it. */
  routes?: Record<string, Route>;
  ready: () => Promise<boolean>;
}

export interface SubgraphServer {
  port: number;
  /** Leaves; by default at once. */
  close(leaving?: Leaving): Promise<void>;
}

interface CallContext {
  caller: Caller | null;
  operation: Operation;
}

/** The gateway sends references of a whole page at once. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** Serves a subgraph alone behind HTTP, for the gateway only: each call is proved, and the token is verified again. */
export async function serveSubgraph(options: ServeOptions): Promise<SubgraphServer> {
  const apollo = apolloFor(options);
  await apollo.start();
  const server = http.createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 }, (request, response) => {
    answer(request, response, options, { apollo, drain }).catch((error) => {
      options.log.error({ err: error }, "erreur inattendue");
      if (!response.headersSent) refuse(response, 500, "INTERNAL_SERVER_ERROR", "Erreur interne du sous-graphe.");
    });
  });
  const drain = drainOf(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async (leaving = { graceMs: 0 }) => {
      await drain.close(leaving);
      await apollo.stop();
    },
  };
}

/** Apollo Server parses, validates and keeps documents; execution is the same path as in the gateway's process. */
function apolloFor({ subgraph, log }: ServeOptions): ApolloServer<CallContext> {
  const execution: ApolloServerPlugin<CallContext> = {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, request, contextValue, operationName }) => {
        const { variables } = request;
        const result = await subgraph.execute({ document, variables, operationName: operationName ?? undefined, ...contextValue });
        const errors = result.errors?.map((error: GraphQLError) => ({
          message: error.message,
          path: error.path,
          extensions: error.extensions,
        }));
        const { extensions } = result;
        const singleResult = { ...(errors ? { errors } : {}), data: result.data ?? null, ...(extensions ? { extensions } : {}) };
        return { http: { status: undefined, headers: new HeaderMap() }, body: { kind: "single", singleResult } };
      },
    }),
  };
  return new ApolloServer<CallContext>({
    schema: subgraph.schema,
    plugins: [execution, ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    introspection: true,
    allowBatchedHttpRequests: false,
    logger: log,
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
  { apollo, drain }: { apollo: ApolloServer<CallContext>; drain: Drain },
): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0]!;
  if (path === "/livez") return json(response, 200, { statut: "vivant" });
  if (path === "/readyz") return readiness(response, drain.leaving ? async () => false : options.ready);
  if (drain.closed) return leave(response);
  const route = Object.entries(options.routes ?? {}).find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
  if (route) return route[1](request, response);
  if (path !== "/graphql") return json(response, 404, { erreur: `Rien à l’adresse ${path.slice(0, 100)}.` });
  if (request.method !== "POST")
    return refuse(response, 405, "METHODE_REFUSEE", "Un sous-graphe ne répond qu’aux appels POST de la passerelle.");
  const body = await rawBody(request, LARGEST_BODY);
  if (body === null) return refuse(response, 413, "REQUETE_TROP_LOURDE", "Le corps de l’appel est trop lourd.");
  const operation = verifyProof(options.gatewaySecret, request.headers, body);
  if (!operation)
    return refuse(response, 403, "PREUVE_REFUSEE", "Ce sous-graphe ne répond qu’à la passerelle : adressez la requête au hub.");
  await continueTrace(request.headers as Record<string, string | undefined>, () =>
    proved(request, response, body, operation, options, apollo),
  );
}

async function proved(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  operation: Operation,
  { verifier }: ServeOptions,
  apollo: ApolloServer<CallContext>,
): Promise<void> {
  let caller: Caller | null;
  try {
    caller = await verifier.verify(request.headers.authorization, "deja-prouve");
  } catch (error) {
    if (error instanceof InvalidTokenError) return refuse(response, 401, "UNAUTHENTICATED", error.message);
    if (error instanceof IssuerAwayError) return refuse(response, 503, "EMETTEUR_INDISPONIBLE", error.message);
    throw error;
  }
  const parsed = parse(body);
  if (parsed === undefined) return refuse(response, 400, "REQUETE_ILLISIBLE", "Le corps n’est pas du JSON.");
  const headers = new HeaderMap([["content-type", "application/json"]]);
  const result = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: "POST", headers, search: "", body: parsed },
    context: async () => ({ caller, operation }),
  });
  if (result.body.kind !== "complete") throw new Error("réponse en plusieurs morceaux");
  response.writeHead(result.status ?? 200, { "content-type": "application/json; charset=utf-8", "x-request-id": operation.requestId });
  response.end(result.body.string);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

async function readiness(response: ServerResponse, ready: () => Promise<boolean>): Promise<void> {
  const is = await ready().catch(() => false);
  json(response, is ? 200 : 503, { statut: is ? "prêt" : "pas prêt : la base de données ne répond pas, ou le processus s’arrête" });
}

/** The process is going: nothing of this call was begun, the gateway sends it to another one. */
function leave(response: ServerResponse): void {
  response.setHeader(NOT_BEGUN, "1");
  refuse(response, 503, "SOUS_GRAPHE_INDISPONIBLE", "Ce sous-graphe s’arrête : adressez l’appel à un autre.");
}

const refuse = (response: ServerResponse, status: number, code: string, message: string) =>
  json(response, status, { errors: [{ message, extensions: { code } }] });

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(value));
}
