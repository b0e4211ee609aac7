import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { LIMITS } from "./limits";
import { Refusal } from "./refusal";
import type { FieldSizes } from "./supergraph-directives";

/** Cost of a selection: what it costs whatever surrounds it, and one element of each list that the field above sizes. */
interface Cost {
  fixed: number;
  open: Map<string, number>;
}

type Variables = Record<string, unknown>;

/** Counts objects that operations may bring, by the `@listSize` and `@cost` of the supergraph. */
export class DocumentCost {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly sizes: FieldSizes,
  ) {}

  /** Cost of an operation, in objects. A fragment is counted once, never expanded. Errors: Refusal PAGE_INVALIDE. */
  of(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): number {
    const root = this.schema.getRootType(operation.operation);
    return root
      ? total(new Count(this.schema, this.sizes, document, variables).ofSet(operation.selectionSet, root.name), LIMITS.listSize)
      : 0;
  }
}

/** Errors: Refusal REQUETE_TROP_COUTEUSE. */
export function refuseCost(cost: number): void {
  if (cost <= LIMITS.cost) return;
  const shown = Math.min(Math.round(cost), Number.MAX_SAFE_INTEGER);
  throw new Refusal(
    "REQUETE_TROP_COUTEUSE",
    `La requête peut ramener ${shown.toLocaleString("fr-FR")} objets ; la limite est ${LIMITS.cost.toLocaleString("fr-FR")}. Demandez des pages plus petites (« first »).`,
    { status: 400, extensions: { cout: shown, limite: LIMITS.cost } },
  );
}

const total = (cost: Cost, size: number): number => {
  let sum = cost.fixed;
  for (const one of cost.open.values()) sum += one * size;
  return sum;
};

class Count {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly known = new Map<string, Cost>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly sizes: FieldSizes,
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  ofSet(set: SelectionSetNode, parent: string): Cost {
    const cost: Cost = { fixed: 0, open: new Map() };
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) this.addField(cost, selection, parent);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        addCost(cost, this.ofSet(selection.selectionSet, selection.typeCondition?.name.value ?? parent));
      else addCost(cost, this.ofFragment(selection.name.value));
    }
    return cost;
  }

  private ofFragment(name: string): Cost {
    let cost = this.known.get(name);
    if (!cost) {
      const fragment = this.fragments.get(name)!;
      cost = this.ofSet(fragment.selectionSet, fragment.typeCondition.name.value);
      this.known.set(name, cost);
    }
    return cost;
  }

  private addField(cost: Cost, node: FieldNode, parent: string): void {
    const field = this.fieldOf(parent, node.name.value);
    if (!field) return;
    const type = getNamedType(field.type);
    const sizing = this.sizes.get(`${parent}.${field.name}`);
    const inside = node.selectionSet ? this.ofSet(node.selectionSet, type.name) : { fixed: 0, open: new Map<string, number>() };
    const weight = sizing?.weight ?? (isCompositeType(type) ? 1 : 0);
    const size = sizing?.listSize ? this.sizeOf(sizing.listSize, field, node) : null;
    if (size !== null && sizing!.listSize!.sizedFields.length > 0) {
      cost.fixed += weight + inside.fixed;
      for (const [name, one] of inside.open) cost.fixed += one * (sizing!.listSize!.sizedFields.includes(name) ? size : LIMITS.listSize);
      return;
    }
    const one = weight + total(inside, LIMITS.listSize);
    if (size !== null) cost.fixed += one * size;
    else if (isList(field)) cost.open.set(field.name, (cost.open.get(field.name) ?? 0) + one);
    else cost.fixed += one;
  }

  private fieldOf(parent: string, name: string): GraphQLField<unknown, unknown> | undefined {
    const type = this.schema.getType(parent);
    return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  }

  /** Number of elements that a field asks for. Errors: Refusal PAGE_INVALIDE when out of 1 to 200. */
  private sizeOf(listSize: { slicing: string[]; assumed: number | null }, field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    let asked: number | null = null;
    for (const name of listSize.slicing) {
      const given = node.arguments?.find((argument) => argument.name.value === name);
      const value = (given ? this.valueOf(given) : undefined) ?? field.args.find((argument) => argument.name === name)?.defaultValue;
      if (typeof value !== "number") continue;
      if (!Number.isInteger(value) || value < 1 || value > LIMITS.page) throw invalidPage(name, value, given);
      asked = Math.max(asked ?? 0, value);
    }
    return asked ?? listSize.assumed ?? LIMITS.listSize;
  }

  private valueOf(argument: ArgumentNode): unknown {
    if (argument.value.kind === Kind.VARIABLE) return this.variables[argument.value.name.value];
    return valueFromASTUntyped(argument.value);
  }
}

function invalidPage(name: string, value: number, node: ArgumentNode | undefined): Refusal {
  const at = node?.loc?.startToken;
  return new Refusal("PAGE_INVALIDE", `« ${name} » vaut ${value} : demandez de 1 à ${LIMITS.page} éléments par page.`, {
    status: 400,
    extensions: { valeur: value, limite: LIMITS.page },
    locations: at ? [{ line: at.line, column: at.column }] : undefined,
  });
}

function addCost(cost: Cost, part: Cost): void {
  cost.fixed += part.fixed;
  for (const [name, one] of part.open) cost.open.set(name, (cost.open.get(name) ?? 0) + one);
}

const isList = (field: GraphQLField<unknown, unknown>): boolean => isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
