import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { FieldSizes } from "./supergraph-directives";

/** What an answer may hold under one response key: the weight of each value there, and what is inside. */
interface Shape {
  key: string;
  weight: number;
  inside: Shape[] | null;
}

/** A shape while the document is read: fragments add to what is there. */
interface Building {
  weight: number;
  inside: Map<string, Building> | null;
}

/** Counts the objects that answers really brought, by the weights of `DocumentCost`. */
export class AnswerCost {
  /** Shapes live as long as the document that the gate keeps. */
  private readonly shapes = new WeakMap<DocumentNode, Shape[]>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly sizes: FieldSizes,
  ) {}

  /** Cost of an answer, in objects. Time grows with the answer, once. */
  of(document: DocumentNode, operation: OperationDefinitionNode, data: Record<string, unknown> | null): number {
    const root = this.schema.getRootType(operation.operation);
    if (!data || !root) return 0;
    let shape = this.shapes.get(document);
    if (!shape) {
      shape = shapesOf(new Reading(this.schema, this.sizes, document).ofSet(operation.selectionSet, root.name, new Map()));
      this.shapes.set(document, shape);
    }
    return inside(data, shape);
  }
}

/** Without what weighs nothing: values are most of an answer. */
const shapesOf = (building: Map<string, Building>): Shape[] =>
  [...building].map(([key, { weight, inside }]) => ({ key, weight, inside: inside?.size ? shapesOf(inside) : null }));

function inside(object: Record<string, unknown>, shapes: readonly Shape[]): number {
  let sum = 0;
  for (let i = 0; i < shapes.length; i++) sum += weigh(object[shapes[i]!.key], shapes[i]!);
  return sum;
}

function weigh(value: unknown, shape: Shape): number {
  if (value === null || value === undefined) return 0;
  if (!Array.isArray(value)) return shape.weight + (shape.inside ? inside(value as Record<string, unknown>, shape.inside) : 0);
  // A list of what holds nothing that weighs: no look at each.
  if (!shape.inside && !value.some((item) => item === null || Array.isArray(item))) return shape.weight * value.length;
  let sum = 0;
  for (let i = 0; i < value.length; i++) sum += weigh(value[i], shape);
  return sum;
}

/** Reads the shape of a document. The gate bounds what fragments unfold to. */
class Reading {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly sizes: FieldSizes,
    document: DocumentNode,
  ) {
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
  }

  ofSet(set: SelectionSetNode, parent: string, into: Map<string, Building>): Map<string, Building> {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const one = this.ofField(parent, selection.name.value);
        if (!one || (one.weight === 0 && !selection.selectionSet)) continue;
        const known = into.get(key) ?? { weight: 0, inside: null };
        known.weight = Math.max(known.weight, one.weight);
        if (selection.selectionSet) known.inside = this.ofSet(selection.selectionSet, one.type, known.inside ?? new Map());
        into.set(key, known);
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value)!;
        this.ofSet(fragment.selectionSet, fragment.typeCondition?.name.value ?? parent, into);
      }
    }
    return into;
  }

  private ofField(parent: string, name: string): { weight: number; type: string } | null {
    const type = this.schema.getType(parent);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) return null;
    const named = getNamedType(field.type);
    return { weight: this.sizes.get(`${parent}.${name}`)?.weight ?? (isCompositeType(named) ? 1 : 0), type: named.name };
  }
}
