import { type QueryPlan, QueryPlanner } from "@graphql-hive/router-query-planner";
import { unifiedGraphHandler } from "@graphql-hive/router-runtime";
import { buildASTSchema, type DocumentNode, parse, print } from "graphql";
import type { Planners } from "./planners";
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
  /** Bytes of the plan of a document when it is planned now; 0 when it was. Errors: those of `Planners.plan`. */
  plan(document: DocumentNode, client: string, until: number): Promise<number>;
  /** Runs a document that was planned. */
  execute(request: EngineRequest): Promise<SubgraphAnswer>;
}

/** The plan that the engine takes at its next call, in the same turn: it was made in another process, which a deadline can end. */
let handed: QueryPlan | null = null;
QueryPlanner.prototype.planAsync = async () => {
  if (!handed) throw new Error("aucun plan n’a été préparé pour ce document");
  return handed;
};

/** The executor of Hive, without its HTTP layer: requests reach it already parsed, checked, named and planned. */
export async function createEngine(
  supergraph: string,
  subgraphNames: readonly string[],
  caller: SubgraphCaller,
  planners: Pick<Planners, "plan">,
): Promise<Engine> {
  const handled = await unifiedGraphHandler({
    unifiedGraph: buildASTSchema(parse(supergraph, { noLocation: true }), { assumeValid: true, assumeValidSDL: true }),
    getUnifiedGraphSDL: () => supergraph,
    onSubgraphExecute: (name, request) => (isOver(request.context) ? OVER : caller.call(name, request as never)) as never,
  });
  const execute = handled.executor!;
  // What the engine would otherwise build during the first request.
  for (const name of subgraphNames) handled.getSubgraphSchema(name);
  const plans = new WeakMap<DocumentNode, QueryPlan>();
  const planning = new WeakMap<DocumentNode, Promise<number>>();
  const planned = async (document: DocumentNode, client: string, until: number): Promise<number> => {
    const json = await planners.plan(print(document), client, until);
    plans.set(document, JSON.parse(json));
    return json.length;
  };
  return {
    plan: (document, client, until) => {
      if (plans.has(document)) return NOTHING;
      let work = planning.get(document);
      if (!work) {
        work = planned(document, client, until).finally(() => planning.delete(document));
        planning.set(document, work);
      }
      return work;
    },
    execute: async (request) => {
      handed = plans.get(request.document) ?? null;
      const answer = execute(request as never);
      handed = null;
      return (await answer) as SubgraphAnswer;
    },
  };
}

const NOTHING = Promise.resolve(0);

/** The client was answered DELAI_DEPASSE: what is left of the plan is not run. */
const isOver = (context: GatewayContext): boolean => (context.operation.until ?? Number.POSITIVE_INFINITY) <= performance.now();
const OVER: SubgraphAnswer = { data: null, errors: [] };
