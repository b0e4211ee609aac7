import type { DocumentNode } from "graphql";
import type { Caller } from "../subgraphs/shared/identity";
import type { Operation } from "../subgraphs/shared/operation";

/** What the gateway knows of an operation while it runs. */
export interface GatewayContext {
  caller: Caller | null;
  operation: Operation;
  /** `Authorization` header of the client, handed on to subgraphs behind HTTP. */
  authorization: string | undefined;
  /** Milliseconds that the answer waits before it leaves, as the subgraphs that counted its people ask. */
  slowdown: { ms: number };
}

/** One call to a subgraph: a step of the plan. */
export interface SubgraphCall {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  operationName?: string;
  operationType: string;
  context: GatewayContext;
  signal: AbortSignal;
}

export interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[];
  extensions?: { attenteMs?: unknown };
}

export type SubgraphExecutor = (call: SubgraphCall) => Promise<SubgraphAnswer>;

/** The subgraph does not answer, or answers something else than GraphQL. */
export class SubgraphAwayError extends Error {
  /** @param left false: nothing of the call was begun there. @param itsFault false: the call was cut before the subgraph had its own time. */
  constructor(
    message: string,
    readonly left: boolean,
    readonly itsFault = true,
  ) {
    super(message);
  }
}
/** The subgraph refuses the token or the proof of the gateway. */
export class SubgraphRefusedError extends Error {}
