import { unifiedGraphHandler } from "@graphql-hive/router-runtime";
import { buildASTSchema, type DocumentNode, parse } from "graphql";
import type { SubgraphCaller } from "./subgraph-call";
import type { GatewayContext, SubgraphAnswer } from "./subgraph-executor";

export interface EngineRequest {
  document: DocumentNode;
  variables: Record<string, unknown>;
  operationType: "query" | "mutation";
  context: GatewayContext;
}

/** Plans an operation over the subgraphs and runs the plan. Plans are kept with the document object. */
export interface Engine {
  execute(request: EngineRequest): Promise<SubgraphAnswer>;
}

/** The planner and executor of Hive, without its HTTP layer: requests reach it already parsed, checked and named. */
export async function createEngine(supergraph: string, subgraphNames: readonly string[], caller: SubgraphCaller): Promise<Engine> {
  const handled = await unifiedGraphHandler({
    unifiedGraph: buildASTSchema(parse(supergraph, { noLocation: true }), { assumeValid: true, assumeValidSDL: true }),
    getUnifiedGraphSDL: () => supergraph,
    onSubgraphExecute: (name, request) => caller.call(name, request as never) as never,
  });
  const execute = handled.executor!;
  // What the engine would otherwise build during the first request.
  for (const name of subgraphNames) handled.getSubgraphSchema(name);
  return { execute: async (request) => (await execute(request as never)) as SubgraphAnswer };
}
