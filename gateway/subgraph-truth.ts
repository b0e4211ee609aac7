import {
  buildASTSchema,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";
import { SubgraphAwayError, type SubgraphCall, type SubgraphExecutor } from "./subgraph-executor";

type Data = Record<string, unknown>;

/** Believes a subgraph of another process only when its answer follows its own schema and the question: types, nulls, and one entity for each
 * reference, of the type and id that were asked. The engine would serve the rest as it came, to the person of the same rank.
 * Errors: SubgraphAwayError. */
export function truthful(sdl: string, execute: SubgraphExecutor): SubgraphExecutor {
  const schema = buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  return async (call) => {
    const answer = await execute(call);
    const wrong = answer.data ? new Reading(schema, call).ofRoot(answer.data) : null;
    if (wrong) throw new SubgraphAwayError(`réponse qui ne suit pas son schéma (${wrong})`, true);
    return answer;
  };
}

const isData = (value: unknown): value is Data => typeof value === "object" && value !== null && !Array.isArray(value);

/** Looks through one answer; each method gives the place of what is wrong, or null. */
class Reading {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly call: SubgraphCall,
  ) {}

  ofRoot(data: Data): string | null {
    if (!isData(data)) return "data";
    const operation = this.call.document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
    return this.ofObject(data, operation.selectionSet, this.schema.getRootType(operation.operation)?.name ?? "Query");
  }

  private ofObject(object: Data, set: SelectionSetNode, parent: string): string | null {
    const own = typeof object.__typename === "string" ? object.__typename : parent;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      const wrong =
        selection.kind === Kind.FIELD
          ? this.ofField(object, selection, own)
          : this.applies(own, selection.typeCondition?.name.value)
            ? this.ofObject(object, selection.selectionSet, selection.typeCondition?.name.value ?? own)
            : null;
      if (wrong) return wrong;
    }
    return null;
  }

  /** A fragment on the object's own type. On an abstract one nothing is said: its fields are looked at where their type is known. */
  private applies(own: string, condition: string | undefined): boolean {
    return condition === undefined || condition === own;
  }

  private ofField(object: Data, node: FieldNode, parent: string): string | null {
    const key = node.alias?.value ?? node.name.value;
    const value = object[key];
    if (node.name.value === "_entities") return this.ofEntities(value, node);
    const type = this.schema.getType(parent);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    // Left out by @skip or @include.
    if (!field || (value === undefined && node.directives?.length)) return null;
    return this.ofValue(value, field.type, node, key);
  }

  private ofValue(value: unknown, type: GraphQLOutputType, node: FieldNode, place: string): string | null {
    if (isNonNullType(type)) return value === null || value === undefined ? place : this.ofValue(value, type.ofType, node, place);
    if (value === null || value === undefined) return null;
    if (isListType(type)) {
      if (!Array.isArray(value)) return place;
      for (const item of value) {
        const wrong = this.ofValue(item, type.ofType, node, place);
        if (wrong) return wrong;
      }
      return null;
    }
    if (isCompositeType(type)) return isData(value) ? this.ofObject(value, node.selectionSet!, type.name) : place;
    if (isEnumType(type)) return typeof value === "string" && type.getValue(value) ? null : place;
    return (SCALARS[type.name]?.(value) ?? true) ? null : place;
  }

  private ofEntities(value: unknown, node: FieldNode): string | null {
    const argument = node.arguments?.find((one) => one.name.value === "representations")?.value;
    const asked = argument?.kind === Kind.VARIABLE ? this.call.variables?.[argument.name.value] : undefined;
    // A subgraph that failed says null for all of them, with its error.
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value) || !Array.isArray(asked) || value.length !== asked.length) return "_entities";
    for (const [rank, entity] of value.entries()) {
      if (entity === null) continue;
      if (!isData(entity)) return "_entities";
      const { __typename, id } = asked[rank] as Data;
      if (entity.__typename !== undefined && entity.__typename !== __typename) return "_entities.__typename";
      if (entity.id !== undefined && id !== undefined && String(entity.id) !== String(id)) return "_entities.id";
      const wrong = this.ofObject(entity, node.selectionSet!, String(__typename));
      if (wrong) return wrong;
    }
    return null;
  }
}

/** Values of the scalars of GraphQL; those of the hub say themselves what they are, where they are served. */
const SCALARS: Record<string, (value: unknown) => boolean> = {
  String: (value) => typeof value === "string",
  ID: (value) => typeof value === "string" || Number.isInteger(value),
  Int: (value) => Number.isInteger(value),
  Float: (value) => typeof value === "number",
  Boolean: (value) => typeof value === "boolean",
};
