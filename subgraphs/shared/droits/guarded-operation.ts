import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Caller } from "../identity";
import type { Asked, ClassRules, GivenVariable } from "./class-rules";
import type { Demand, FieldError, FieldRules } from "./demand";
import { type MaskedField, MaskedOperation } from "./masked-operation";

type Data = Record<string, unknown>;

/** What may run of an operation, for one caller. */
export interface Verdict {
  /** The document to run; null when nothing of it may run. */
  document: DocumentNode | null;
  /** One error for each field that is refused. */
  errors: FieldError[];
  /** Puts null where a field was refused. Without `data`, the whole answer of an operation that does not run. */
  mask: (data: Data | null) => Data | null;
}

const unchanged = (data: Data | null) => data;
/** Different sets of refused fields kept for one operation. */
const KEPT = 20;

export interface Rules {
  schema: GraphQLSchema;
  classes: ClassRules;
  /** Scopes, where it is not the resolvers that ask for them. */
  scopes?: FieldRules;
}

interface Guard {
  asked: readonly { demand: Demand; coordinate: string }[];
  /** Variables that may name more. */
  variables: readonly GivenVariable[];
  root: boolean;
  nonNull: boolean;
  list: boolean;
  /** A client cannot name it: it is the plan that asks. */
  inner: boolean;
}

/** An operation and what each of its fields asks: computed once a document, then looked up for each caller. */
export class GuardedOperation {
  private readonly guards = new Map<FieldNode, Guard>();
  private readonly demands: readonly Demand[];
  private readonly variables: GivenVariable[] = [];
  private readonly open: Verdict;
  private readonly masked = new Map<string, MaskedOperation>();

  constructor(
    private readonly rules: Rules,
    private readonly document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    const info = new TypeInfo(rules.schema);
    visit(document, visitWithTypeInfo(info, { Field: (node) => this.enter(node, info) }));
    this.demands = [...new Set([...this.guards.values()].flatMap((guard) => guard.asked.map(({ demand }) => demand)))];
    this.open = { document, errors: [], mask: unchanged };
  }

  private enter(node: FieldNode, info: TypeInfo): void {
    const { schema, classes, scopes } = this.rules;
    const parent = info.getParentType();
    const field = info.getFieldDef();
    if (!parent || !field || node.name.value.startsWith("__")) return;
    const given = classes.given(parent.name, field, node.arguments ?? []);
    this.variables.push(...given.variables);
    const coordinate = `${parent.name}.${field.name}`;
    const own = [...(scopes?.demandsOf(parent.name, field.name) ?? []), ...classes.demandsOf(parent.name, field.name)];
    const nullable = isNonNullType(field.type) ? field.type.ofType : field.type;
    this.guards.set(node, {
      asked: [...own.map((demand) => ({ demand, coordinate })), ...given.asked],
      variables: given.variables,
      root: parent === schema.getRootType(this.operation.operation),
      nonNull: isNonNullType(field.type),
      list: isListType(nullable),
      inner: [field, parent].some((one) => one.astNode?.directives?.some((directive) => directive.name.value === "inaccessible")),
    });
  }

  /** @param variables as the schema coerced them: a field that `@skip` leaves out is not refused. */
  verdict(caller: Caller | null, variables: Data): Verdict {
    const refused = caller ? this.demands.filter((demand) => !demand.meets(caller)) : [];
    const given = caller ? this.refusedVariables(caller, variables) : new Map<GivenVariable, Asked>();
    if (caller ? refused.length === 0 && given.size === 0 : this.guards.size === 0) return this.open;
    const masked = this.maskedFor(caller, refused, given);
    const { errors, local } = masked.refusals(variables);
    if (errors.length === 0) return { document: masked.document, errors, mask: masked.silent ? (data) => masked.mask(data) : unchanged };
    if (this.operation.operation === "mutation") return { document: null, errors, mask: () => null };
    if (local) return { document: null, errors, mask: () => local };
    return { document: masked.document, errors, mask: (data) => masked.mask(data) };
  }

  /** Variables whose value names a class that the caller may not, each with the first of them. */
  private refusedVariables(caller: Caller, variables: Data): Map<GivenVariable, Asked> {
    const refused = new Map<GivenVariable, Asked>();
    for (const variable of this.variables) {
      const asked = this.rules.classes.named(variable, variables[variable.name]).find(({ demand }) => !demand.meets(caller));
      if (asked) refused.set(variable, asked);
    }
    return refused;
  }

  private maskedFor(caller: Caller | null, refused: readonly Demand[], given: ReadonlyMap<GivenVariable, Asked>): MaskedOperation {
    const names = [...refused.map((demand) => demand.id), ...[...given].map(([{ name }, { coordinate }]) => `$${name} ${coordinate}`)];
    const key = caller ? `${caller.finalite} ${names.join(" ")}` : "personne";
    let masked = this.masked.get(key);
    if (!masked) {
      masked = this.maskFields((guard) => {
        if (!caller) return guard.root ? unauthenticated() : undefined;
        const asked = guard.asked.find(({ demand }) => refused.includes(demand));
        const named = guard.variables.map((variable) => given.get(variable)).find((one) => one !== undefined);
        const first = asked ?? named;
        return first?.demand.error(caller, first.coordinate);
      });
      if (this.masked.size >= KEPT) this.masked.clear();
      this.masked.set(key, masked);
    }
    return masked;
  }

  /** A refused field becomes `__typename` under its own response key: it costs nothing, and its place in the answer is known. */
  private maskFields(errorOf: (guard: Guard) => FieldError | undefined): MaskedOperation {
    const fields = new Map<FieldNode, MaskedField>();
    const document = visit(this.document, {
      Field: (node) => {
        const guard = this.guards.get(node);
        const error = guard && errorOf(guard);
        if (!error) return undefined;
        const harmless: FieldNode = {
          kind: Kind.FIELD,
          alias: node.alias ?? node.name,
          name: { kind: Kind.NAME, value: "__typename" },
          directives: node.directives,
        };
        fields.set(harmless, { error: guard.inner ? null : error, nonNull: guard.nonNull, list: guard.list });
        return harmless;
      },
    }) as DocumentNode;
    return new MaskedOperation(this.rules.schema, document, fields);
  }
}

const unauthenticated = (): FieldError => ({
  message: "Présentez un jeton d’accès : en-tête « Authorization: Bearer … ».",
  extensions: { code: "UNAUTHENTICATED" },
});
