import { GraphQLError } from "graphql";
import type { Log } from "../subgraphs/shared/log";
import type { SubgraphRequest } from "../subgraphs/shared/subgraph";
import { traced } from "../subgraphs/shared/telemetry";
import { within } from "./call-deadline";
import { DELAYS } from "./limits";
import type { GatewayMetrics } from "./metrics";
import {
  type SubgraphAnswer,
  SubgraphAwayError,
  type SubgraphCall,
  type SubgraphExecutor,
  SubgraphRefusedError,
} from "./subgraph-executor";
import { httpSubgraph } from "./subgraph-http";
import { truthful } from "./subgraph-truth";

/** A subgraph of the gateway: in this process (`execute`), or at an address (`url`), which wins. */
export interface GatewaySubgraph {
  name: string;
  sdl: string;
  execute?: (request: SubgraphRequest) => Promise<SubgraphAnswer>;
  url?: string;
}

export interface SubgraphCallerOptions {
  subgraphs: readonly GatewaySubgraph[];
  gatewaySecret: string;
  metrics: GatewayMetrics;
  log: Log;
  /** Milliseconds given to one call; by default those of `DELAYS`. */
  delays?: Record<string, number>;
}

export interface SubgraphCaller {
  /** Never rejects: a subgraph that is away becomes a coded error, and the rest of the answer is served. */
  call(name: string, call: Omit<SubgraphCall, "signal">): Promise<SubgraphAnswer>;
  close(): void;
}

/** The engine names subgraphs in its own way (`OFFRE_INSERTION`): names are compared normalised. */
const normalised = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "-");

/** The only switch between the two modes: a subgraph with an address goes over HTTP, another runs in this process. */
export function createSubgraphCaller(options: SubgraphCallerOptions): SubgraphCaller {
  const closing: (() => void)[] = [];
  const executors = new Map<string, { name: string; delay: number; execute: SubgraphExecutor }>();
  for (const subgraph of options.subgraphs) {
    const delay = options.delays?.[subgraph.name] ?? (subgraph.name === "indicateurs" ? DELAYS.indicateurs : DELAYS.subgraph);
    const remote = subgraph.url ? httpSubgraph(subgraph.url, options.gatewaySecret) : null;
    if (remote) closing.push(remote.close);
    executors.set(normalised(subgraph.name), {
      name: subgraph.name,
      delay,
      execute: remote ? truthful(subgraph.sdl, remote.execute) : localExecutor(subgraph),
    });
  }
  return {
    call: (engineName, call) => {
      const { name, delay, execute } = executors.get(normalised(engineName))!;
      const attributes = { "unefois.sous_graphe": name, "unefois.operation": call.context.operation.name };
      return traced(`appel ${name}`, attributes, () => timed(name, execute, call, delay, options));
    },
    close: () => {
      for (const close of closing) close();
    },
  };
}

function localExecutor({ name, execute }: GatewaySubgraph): SubgraphExecutor {
  if (!execute) throw new Error(`Le sous-graphe ${name} n’a ni exécution dans ce processus ni adresse.`);
  return ({ document, variables, operationName, context }) =>
    execute({ document, variables, operationName, caller: context.caller, operation: context.operation });
}

async function timed(
  name: string,
  execute: SubgraphExecutor,
  asked: Omit<SubgraphCall, "signal">,
  longest: number,
  { metrics, log }: SubgraphCallerOptions,
): Promise<SubgraphAnswer> {
  const { call, delay } = within(asked, longest);
  const started = performance.now();
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new SubgraphAwayError(`pas de réponse en ${Math.round(delay)} ms`));
      // Only here: an abort makes an exception with its stack, which an answer in time need not pay.
      abort.abort();
    }, delay);
    // A call that outlives its operation does not keep a stopping process alive.
    timer.unref();
  });
  let outcome = "indisponible";
  try {
    const answer = await Promise.race([execute({ ...call, signal: abort.signal }), late]);
    outcome = answer.errors ? "erreur" : "ok";
    return answer.errors ? { data: answer.data, errors: answer.errors.map(graphqlError) } : answer;
  } catch (error) {
    if (error instanceof SubgraphRefusedError) outcome = "refuse";
    const { requestId, name: operation } = call.context.operation;
    log.error({ sousGraphe: name, requete: requestId, operation, cause: (error as Error).message, err: error }, "sous-graphe indisponible");
    return { data: null, errors: [away(name, requestId)] };
  } finally {
    clearTimeout(timer);
    metrics.subgraphCall(name, outcome, (performance.now() - started) / 1000);
  }
}

/** Errors are made anew: the engine writes on them, and those of another process are plain objects. */
function graphqlError(error: { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }): GraphQLError {
  return error instanceof GraphQLError ? error : new GraphQLError(error.message, { path: error.path, extensions: error.extensions });
}

function away(name: string, requestId: string): GraphQLError {
  return new GraphQLError(`Le service « ${name} » ne répond pas : cette partie de la réponse manque, réessayez dans un instant.`, {
    extensions: { code: "SOUS_GRAPHE_INDISPONIBLE", sousGraphe: name, requete: requestId },
  });
}
