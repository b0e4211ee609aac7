import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import type { FieldError } from "./demand";

export interface MaskedField {
  /** Null: the field was not asked by the client but by the plan, and it is told nothing. */
  error: FieldError | null;
  nonNull: boolean;
  list: boolean;
}

type Data = Record<string, unknown>;

/** An operation some of whose fields were replaced by `__typename`, and the way to put null in their place. */
export class MaskedOperation {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly operation: OperationDefinitionNode;
  /** Some field is refused without a word: the answer is masked even when no error is told. */
  readonly silent: boolean;

  constructor(
    private readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    private readonly fields: ReadonlyMap<FieldNode, MaskedField>,
  ) {
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    this.silent = [...fields.values()].some((field) => field.error === null);
    this.operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
  }

  /** Errors of the refused fields that the variables do not leave out, each with the response keys that lead to it.
   * `local`: the whole answer, when nothing else is asked. */
  refusals(variables: Data): { errors: FieldError[]; local: Data | null } {
    const errors: FieldError[] = [];
    const seen = new Set<string>();
    const root = this.schema.getRootType(this.operation.operation)!.name;
    let local: Data | null = {};
    const walk = (set: SelectionSetNode, path: string[]): void => {
      for (const selection of set.selections) {
        if (!included(selection, variables)) continue;
        if (selection.kind !== Kind.FIELD) {
          if (selection.kind === Kind.FRAGMENT_SPREAD && path.length > 0 && seen.has(selection.name.value)) continue;
          if (selection.kind === Kind.FRAGMENT_SPREAD) seen.add(selection.name.value);
          walk(this.inside(selection), path);
          continue;
        }
        const key = selection.alias?.value ?? selection.name.value;
        const masked = this.fields.get(selection);
        if (masked?.error) errors.push({ ...masked.error, path: [...path, key] });
        else if (!masked && selection.selectionSet) walk(selection.selectionSet, [...path, key]);
        if (path.length > 0 || !local) continue;
        if (masked) local[key] = null;
        else if (selection.name.value === "__typename") local[key] = root;
        else local = null;
      }
    };
    walk(this.operation.selectionSet, []);
    return { errors, local };
  }

  /** Puts null where a field was refused, or an empty list where it cannot be null; another refused field that cannot be null makes its object null. */
  mask(data: Data | null): Data | null {
    return data && this.maskObject(data, this.operation.selectionSet, this.schema.getRootType(this.operation.operation)!.name);
  }

  private maskObject(object: Data, set: SelectionSetNode, parent: string): Data | null {
    for (const selection of set.selections) {
      const kept =
        selection.kind === Kind.FIELD
          ? this.maskField(object, selection, parent)
          : this.maskObject(object, this.inside(selection), this.typeOf(selection, parent));
      if (!kept) return null;
    }
    return object;
  }

  private maskField(object: Data, node: FieldNode, parent: string): Data | null {
    const key = node.alias?.value ?? node.name.value;
    if (!(key in object)) return object;
    const masked = this.fields.get(node);
    if (masked) {
      object[key] = masked.nonNull && masked.list ? [] : null;
      return masked.nonNull && !masked.list ? null : object;
    }
    const type = this.schema.getType(parent);
    if (!node.selectionSet || !(isObjectType(type) || isInterfaceType(type))) return object;
    const field = type.getFields()[node.name.value];
    if (!field) return object;
    object[key] = this.maskValue(object[key], field.type, node.selectionSet);
    return object[key] === null && isNonNullType(field.type) ? null : object;
  }

  private maskValue(value: unknown, type: GraphQLOutputType, set: SelectionSetNode): unknown {
    if (value === null || value === undefined) return null;
    const nullable = isNonNullType(type) ? type.ofType : type;
    if (!isListType(nullable)) return this.maskObject(value as Data, set, nullable.name);
    const items = (value as unknown[]).map((item) => this.maskValue(item, nullable.ofType, set));
    return isNonNullType(nullable.ofType) && items.includes(null) ? null : items;
  }

  private inside(selection: Exclude<SelectionNode, FieldNode>): SelectionSetNode {
    return selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : this.fragments.get(selection.name.value)!.selectionSet;
  }

  private typeOf(selection: Exclude<SelectionNode, FieldNode>, parent: string): string {
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value)!;
    return fragment.typeCondition?.name.value ?? parent;
  }
}

/** Whether `@skip` and `@include` leave a selection in. */
export function included(selection: SelectionNode, variables: Data): boolean {
  const condition = (directive: DirectiveNode) => {
    const value = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
    if (!value) return false;
    return Boolean(value.kind === Kind.VARIABLE ? variables[value.name.value] : valueFromASTUntyped(value));
  };
  return (selection.directives ?? []).every(
    (directive) =>
      (directive.name.value !== "skip" || !condition(directive)) && (directive.name.value !== "include" || condition(directive)),
  );
}
