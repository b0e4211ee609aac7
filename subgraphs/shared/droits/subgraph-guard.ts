import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, type OperationDefinitionNode } from "graphql";
import type { Caller } from "../identity";
import { ClassRules } from "./class-rules";
import { GuardedOperation, type Verdict } from "./guarded-operation";

export interface GuardedRequest {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  operationName?: string;
  caller: Caller | null;
}

/** Applies the classes of data once more, after the gateway: the same rules on the same data, so that a subgraph which is reached otherwise refuses alike.
 * What each document asks is computed once. Nobody's requests are left to the resolvers, which ask for a caller. */
export function subgraphGuard(schema: GraphQLSchema): (request: GuardedRequest) => Verdict {
  const rules = { schema, classes: new ClassRules(schema) };
  const known = new WeakMap<DocumentNode, GuardedOperation>();
  return ({ document, variables = {}, operationName = "", caller }) => {
    if (!caller) return { document, errors: [], mask: (data) => data };
    let guarded = known.get(document);
    if (!guarded) {
      guarded = new GuardedOperation(rules, document, chosen(document, operationName));
      known.set(document, guarded);
    }
    return guarded.verdict(caller, variables);
  };
}

const chosen = (document: DocumentNode, name: string): OperationDefinitionNode =>
  document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION && (name === "" || one.name?.value === name),
  )!;

/** The errors of a verdict, as a subgraph gives them. */
export const errorsOf = ({ errors }: Verdict): GraphQLError[] =>
  errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions }));
