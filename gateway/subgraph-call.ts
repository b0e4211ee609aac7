import { GraphQLError } from "graphql";
import type { Log } from "../subgraphs/shared/log";
import type { SubgraphRequest } from "../subgraphs/shared/subgraph";
import { traced } from "../subgraphs/shared/telemetry";
import { within } from "./call-deadline";
import { DELAYS } from "./limits";
import type { GatewayMetrics } from "./metrics";
import { Guard, NotAskedError } from "./resilience/guard";
import { missing } from "./resilience/missing";
import { RESILIENCE, type ResilienceSettings } from "./resilience/settings";
import { noteSlowdown } from "./slowdown";
import {
  type SubgraphAnswer,
  SubgraphAwayError,
  type SubgraphCall,
  type SubgraphExecutor,
  SubgraphRefusedError,
} from "./subgraph-executor";
import { httpSubgraph } from "./subgraph-http";
import { truthful } from "./subgraph-truth";

/** A subgraph of the gateway: in this process (`execute`), or at an address or several, separated by commas (`url`), which wins. */
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
  /** By default `RESILIENCE`. */
  resilience?: ResilienceSettings;
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
  const settings = options.resilience ?? RESILIENCE;
  const members = new Map(options.subgraphs.map((subgraph) => [normalised(subgraph.name), memberOf(subgraph, settings, options)]));
  options.metrics.watchSubgraphs(() => [...members.values()].map(({ name, guard }) => ({ name, ...guard.state })));
  return {
    call: (engineName, call) => {
      const member = members.get(normalised(engineName))!;
      const attributes = { "unefois.sous_graphe": member.name, "unefois.operation": call.context.operation.name };
      return traced(`appel ${member.name}`, attributes, () => guarded(member, call, options));
    },
    close: () => {
      for (const member of members.values()) member.close();
    },
  };
}

/** A subgraph as it is called. */
interface Member {
  name: string;
  delay: number;
  guard: Guard;
  execute: SubgraphExecutor;
  close(): void;
}

function memberOf(subgraph: GatewaySubgraph, settings: ResilienceSettings, { delays, gatewaySecret }: SubgraphCallerOptions): Member {
  const { name, url } = subgraph;
  const delay = delays?.[name] ?? (name === "indicateurs" ? DELAYS.indicateurs : DELAYS.subgraph);
  const remote = url ? httpSubgraph(url, gatewaySecret) : null;
  const guard = new Guard(settings);
  return {
    name,
    delay,
    guard,
    execute: remote ? truthful(subgraph.sdl, remote.execute) : localExecutor(subgraph),
    close: remote?.close ?? (() => undefined),
  };
}

function localExecutor({ name, execute }: GatewaySubgraph): SubgraphExecutor {
  if (!execute) throw new Error(`Le sous-graphe ${name} n’a ni exécution dans ce processus ni adresse.`);
  return ({ document, variables, operationName, context }) =>
    execute({ document, variables, operationName, caller: context.caller, operation: context.operation });
}

async function guarded(
  { name, delay: longest, guard, execute }: Member,
  asked: Omit<SubgraphCall, "signal">,
  { metrics, log }: SubgraphCallerOptions,
): Promise<SubgraphAnswer> {
  const { call, delay } = within(asked, longest);
  const started = performance.now();
  let outcome = "indisponible";
  try {
    const answer = await guard.call(() => inTime(execute, call, { delay, itsFault: delay >= longest }));
    outcome = answer.errors ? "erreur" : "ok";
    noteSlowdown(call.context.slowdown, answer);
    return answer.errors ? { data: answer.data, errors: answer.errors.map(graphqlError) } : { data: answer.data };
  } catch (error) {
    if (error instanceof NotAskedError) outcome = error.why;
    if (error instanceof SubgraphRefusedError) outcome = "refuse";
    const { requestId, name: operation } = call.context.operation;
    const entry = { sousGraphe: name, requete: requestId, operation, cause: (error as Error).message };
    // A subgraph that is not asked says nothing new: the failures that opened its circuit are told once each.
    if (error instanceof NotAskedError) log.debug(entry, "sous-graphe non appelé");
    else log.error({ ...entry, err: error }, "sous-graphe indisponible");
    return { data: null, errors: [missing(error as Error, { subgraph: name, requestId, changes: call.operationType === "mutation" })] };
  } finally {
    metrics.subgraphCall(name, outcome, (performance.now() - started) / 1000);
  }
}

/** One call and its end: the answer is given up after the delay, the work of this process goes on until it ends. */
function inTime(
  execute: SubgraphExecutor,
  call: Omit<SubgraphCall, "signal">,
  { delay, itsFault }: { delay: number; itsFault: boolean },
): { answer: Promise<SubgraphAnswer>; work: Promise<unknown> } {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new SubgraphAwayError(`pas de réponse en ${Math.round(delay)} ms`, true, itsFault));
      // Only here: an abort makes an exception with its stack, which an answer in time need not pay.
      abort.abort();
    }, delay);
    // A call that outlives its operation does not keep a stopping process alive.
    timer.unref();
  });
  const work = (async () => execute({ ...call, signal: abort.signal }))().catch((error) => {
    // In this process a subgraph answers its errors itself: what it throws means that it is down.
    throw error instanceof SubgraphAwayError || error instanceof SubgraphRefusedError ? error : new SubgraphAwayError(error.message, true);
  });
  const answer = Promise.race([work, late]).finally(() => clearTimeout(timer));
  return { answer, work };
}

/** Errors are made anew: the engine writes on them, and those of another process are plain objects. */
function graphqlError(error: { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }): GraphQLError {
  return error instanceof GraphQLError ? error : new GraphQLError(error.message, { path: error.path, extensions: error.extensions });
}
