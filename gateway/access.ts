import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { ClassRules } from "../subgraphs/shared/droits/class-rules";
import { GuardedOperation } from "../subgraphs/shared/droits/guarded-operation";
import type { AccessRules, Enforcer } from "./access-rules";

/** Applies `@authenticated`, `@requiresScopes` and `@donnee`: everything is decided on the document, before anything runs. */
export class AccessEnforcer implements Enforcer {
  readonly enforces = ["authenticated", "requiresScopes", "donnee"];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly scopes: AccessRules,
    private readonly classes: ClassRules,
  ) {}

  guard(document: DocumentNode, operation: OperationDefinitionNode): GuardedOperation {
    const { schema, scopes, classes } = this;
    return new GuardedOperation({ schema, scopes, classes }, document, operation);
  }
}
