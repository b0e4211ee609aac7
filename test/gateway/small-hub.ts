import type http from "node:http";
import { createGateway, type Gateway, type GatewayOptions } from "../../gateway/gateway";
import { type GatewayServer, startGatewayServer } from "../../gateway/server";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { serveSubgraph } from "../../subgraphs/shared/serve";
import { InvalidTokenError, IssuerAwayError, type TokenVerifier } from "../../subgraphs/shared/token";
import { smallSubgraphs } from "./small-subgraphs";

export const SECRET = "secret de test entre passerelle et sous-graphes";
export const ALL = ["personnes.lire", "personnes.nommer", "personnes.effacer", "identite.nir", "livres.secret", "rendez-vous.gerer"];

export const caller = (client: string, scopes: readonly string[] = ALL): Caller => ({
  client,
  departement: "94",
  organisme: "CD94",
  agent: null,
  scopes: new Set(scopes),
  finalite: "ACCOMPAGNEMENT",
});

/** Tokens of the tests: `Bearer <name>` is the caller of that name; « mauvais » does not verify; « panne » finds the issuer away. */
export function testVerifier(callers: Record<string, Caller>): TokenVerifier {
  return {
    verify: async (authorization) => {
      if (!authorization) return null;
      const name = authorization.replace(/^Bearer /, "");
      if (name === "panne") throw new IssuerAwayError("L’émetteur de jetons ne répond pas : réessayez dans un instant.");
      const found = callers[name];
      if (!found) throw new InvalidTokenError("Le jeton n’est pas valable.");
      return found;
    },
  };
}

export interface Reply {
  status: number;
  headers: Headers;
  data: any;
  errors: { message: string; path?: (string | number)[]; extensions: Record<string, any> }[] | undefined;
  text: string;
  /** `extensions.cout`. */
  cout: { demande: number | null; reel: number; reste: number | null } | undefined;
}

export interface Ask {
  /** Name of a caller; null: no Authorization header. « tout » has every scope. */
  as?: string | null;
  variables?: unknown;
  operationName?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface SmallHub extends ReturnType<typeof smallSubgraphs> {
  gateway: Gateway;
  url: string;
  logs: Record<string, unknown>[];
  ask(query: string, ask?: Ask): Promise<Reply>;
  raw(init: RequestInit & { path?: string }): Promise<Reply>;
  close(): Promise<void>;
}

export interface SmallHubOptions extends Partial<GatewayOptions> {
  mode?: "processus" | "http";
  callers?: Record<string, Caller>;
}

export async function smallHub({ mode = "processus", callers = {}, ...options }: SmallHubOptions = {}): Promise<SmallHub> {
  const small = smallSubgraphs();
  const verifier = testVerifier({
    tout: caller("tout"),
    lecteur: caller("lecteur", ["personnes.lire"]),
    rien: caller("rien", []),
    ...callers,
  });
  const logs: Record<string, unknown>[] = [];
  const log = createLog("silent", "test");
  const kept = Object.assign(Object.create(log), {
    info: (entry: Record<string, unknown>) => logs.push(entry),
    error: (entry: Record<string, unknown>) => logs.push(entry),
  });
  const servers = mode === "http" ? await Promise.all(small.all.map((subgraph) => serve(subgraph as never, verifier))) : [];
  const subgraphs = small.all.map((subgraph, i) =>
    servers[i] ? { name: subgraph.name, sdl: subgraph.sdl, url: `http://127.0.0.1:${servers[i].port}` } : subgraph,
  );
  const gateway = await createGateway({
    subgraphs,
    verifier,
    gatewaySecret: SECRET,
    production: false,
    log: kept,
    corsOrigins: [],
    ready: async () => true,
    ...options,
  });
  const server: GatewayServer = await startGatewayServer({ gateway, host: "127.0.0.1", port: 0, log });
  const url = `http://127.0.0.1:${server.port}`;
  const raw: SmallHub["raw"] = async ({ path = "/graphql", ...init }) => reply(await fetch(url + path, init));
  return {
    ...small,
    gateway,
    url,
    logs,
    raw,
    ask: (query, { as = "tout", variables, operationName, headers, signal } = {}) =>
      raw({
        method: "POST",
        headers: { "content-type": "application/json", ...(as === null ? {} : { authorization: `Bearer ${as}` }), ...headers },
        body: JSON.stringify({ query, variables, operationName }),
        signal,
      }),
    close: async () => {
      await server.close();
      await Promise.all(servers.map((one) => one.close()));
      await gateway.close();
    },
  };
}

export const serve = (subgraph: Parameters<typeof serveSubgraph>[0]["subgraph"], verifier: TokenVerifier) =>
  serveSubgraph({
    subgraph,
    verifier,
    gatewaySecret: SECRET,
    host: "127.0.0.1",
    port: 0,
    log: createLog("silent", "test"),
    ready: async () => true,
  });

async function reply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") && text !== "";
  const { data, errors, extensions } = isJson ? JSON.parse(text) : ({} as any);
  return { status: response.status, headers: response.headers, data, errors, text, cout: extensions?.cout };
}

export const codes = (reply: Pick<Reply, "errors">): string[] => (reply.errors ?? []).map((error) => error.extensions.code);

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;
