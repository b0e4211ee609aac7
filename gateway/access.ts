import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Caller } from "../subgraphs/shared/identity";
import { type AccessRules, type Enforcer, meets, type Requirement } from "./access-rules";
import { type MaskedField, MaskedOperation } from "./masked-operation";
import type { AnswerError } from "./refusal";

/** What may run of an operation, for one caller. */
export interface Verdict {
  /** The document to run; null when nothing of it may run. */
  document: DocumentNode | null;
  /** One error for each field that is refused. */
  errors: AnswerError[];
  /** Puts null where a field was refused. Without `data`, the whole answer of an operation that does not run. */
  mask: (data: Record<string, unknown> | null) => Record<string, unknown> | null;
}

const unchanged = (data: Record<string, unknown> | null) => data;
/** Different sets of refused fields kept for one operation. */
const KEPT = 20;

/** Applies `@authenticated` and `@requiresScopes`: everything is decided on the document, before anything runs. */
export class AccessEnforcer implements Enforcer {
  readonly enforces = ["authenticated", "requiresScopes"];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly rules: AccessRules,
  ) {}

  guard(document: DocumentNode, operation: OperationDefinitionNode): GuardedOperation {
    return new GuardedOperation(this.schema, this.rules, document, operation);
  }
}

interface Guard {
  requirement: Requirement | undefined;
  root: boolean;
  nonNull: boolean;
}

/** An operation and what each of its fields asks. */
export class GuardedOperation {
  private readonly guards = new Map<FieldNode, Guard>();
  private readonly requirements: Requirement[];
  private readonly open: Verdict;
  private readonly masked = new Map<string, MaskedOperation>();

  constructor(
    private readonly schema: GraphQLSchema,
    rules: AccessRules,
    private readonly document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    const root = schema.getRootType(operation.operation);
    const info = new TypeInfo(schema);
    const enter = (node: FieldNode) => {
      const parent = info.getParentType();
      if (!parent || node.name.value.startsWith("__")) return;
      const requirement = rules.of(parent.name, node.name.value);
      if (requirement || parent === root)
        this.guards.set(node, { requirement, root: parent === root, nonNull: isNonNullType(info.getType()) });
    };
    visit(document, visitWithTypeInfo(info, { Field: enter }));
    this.requirements = [...new Set([...this.guards.values()].flatMap((guard) => guard.requirement ?? []))];
    this.open = { document, errors: [], mask: unchanged };
  }

  /** @param variables as the schema coerced them: a field that `@skip` leaves out is not refused. */
  verdict(caller: Caller | null, variables: Record<string, unknown>): Verdict {
    const refused = caller ? this.requirements.filter((requirement) => !meets(caller, requirement)) : [];
    if (caller ? refused.length === 0 : this.guards.size === 0) return this.open;
    const masked = this.maskedFor(caller, refused);
    const { errors, local } = masked.refusals(variables);
    if (errors.length === 0) return { document: masked.document, errors, mask: unchanged };
    if (this.operation.operation === "mutation") return { document: null, errors, mask: () => null };
    if (local) return { document: null, errors, mask: () => local };
    return { document: masked.document, errors, mask: (data) => masked.mask(data) };
  }

  private maskedFor(caller: Caller | null, refused: Requirement[]): MaskedOperation {
    const key = caller ? refused.map((requirement) => requirement.id).join(",") : "personne";
    let masked = this.masked.get(key);
    if (!masked) {
      masked = this.maskFields((guard) => (caller ? refused.includes(guard.requirement!) : guard.root), caller === null);
      if (this.masked.size >= KEPT) this.masked.clear();
      this.masked.set(key, masked);
    }
    return masked;
  }

  /** A refused field becomes `__typename` under its own response key: it costs nothing, and its place in the answer is known. */
  private maskFields(isRefused: (guard: Guard) => boolean, nobody: boolean): MaskedOperation {
    const fields = new Map<FieldNode, MaskedField>();
    const document = visit(this.document, {
      Field: (node) => {
        const guard = this.guards.get(node);
        if (!guard || !isRefused(guard)) return undefined;
        const harmless: FieldNode = {
          kind: Kind.FIELD,
          alias: node.alias ?? node.name,
          name: { kind: Kind.NAME, value: "__typename" },
          directives: node.directives,
        };
        fields.set(harmless, { error: nobody ? unauthenticated() : forbidden(guard.requirement!), nonNull: guard.nonNull });
        return harmless;
      },
    }) as DocumentNode;
    return new MaskedOperation(this.schema, document, fields);
  }
}

const unauthenticated = (): AnswerError => ({
  message: "Présentez un jeton d’accès : en-tête « Authorization: Bearer … ».",
  extensions: { code: "UNAUTHENTICATED" },
});

function forbidden(requirement: Requirement): AnswerError {
  const wanted = requirement.every
    .filter((sets) => sets.length > 0)
    .map((sets) => sets.map((set) => set.join(" et ")).join(" ou "))
    .join(", puis ");
  const scopes = requirement.every.flatMap((sets) => sets.map((set) => [...set]));
  return { message: `Le jeton ne porte pas le droit « ${wanted} ».`, extensions: { code: "FORBIDDEN", scopes } };
}
