import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ListValueNode,
  type TypeDefinitionNode,
  valueFromASTUntyped,
} from "graphql";

/** Size and weight that the supergraph gives a field. */
export interface FieldSize {
  listSize: { slicing: string[]; sizedFields: string[]; assumed: number | null } | null;
  /** `@cost`; null: 1 for an object, 0 for a value. */
  weight: number | null;
}
/** By coordinate, `Allocataire.rendezVous`. */
export type FieldSizes = ReadonlyMap<string, FieldSize>;

/** Scopes that give access: one of several sets; an empty list means any valid token. */
export type Alternatives = readonly (readonly string[])[];

type Fielded = TypeDefinitionNode & { fields?: readonly FieldDefinitionNode[] };

export function fieldSizes(supergraph: DocumentNode): FieldSizes {
  const sizes = new Map<string, FieldSize>();
  for (const { coordinate, field } of fieldsOf(supergraph)) {
    const listSize = find(field.directives, "listSize");
    const cost = find(field.directives, "cost");
    if (!listSize && !cost) continue;
    const read = (name: string) => argument(listSize!, name);
    sizes.set(coordinate, {
      listSize: listSize
        ? { slicing: read("slicingArguments") ?? [], sizedFields: read("sizedFields") ?? [], assumed: read("assumedSize") ?? null }
        : null,
      weight: cost ? Number(argument(cost, "weight")) : null,
    });
  }
  return sizes;
}

/** Every access directive of the supergraph (`authenticated`, `requiresScopes`, `policy`, `donnee`), by what carries it: `Type`, `Type.field`, or `Type.field(argument:)`. */
export function accessDirectives(supergraph: DocumentNode): Map<string, ConstDirectiveNode[]> {
  const found = new Map<string, ConstDirectiveNode[]>();
  const keep = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    const access = directives?.filter((directive) => ACCESS.includes(shortName(directive))) ?? [];
    if (access.length > 0) found.set(coordinate, access);
  };
  for (const definition of supergraph.definitions) {
    if ("name" in definition && definition.kind !== Kind.DIRECTIVE_DEFINITION && definition.name)
      keep(definition.name.value, definition.directives as never);
  }
  for (const { coordinate, field } of fieldsOf(supergraph)) {
    keep(coordinate, field.directives);
    for (const argument of field.arguments ?? []) keep(`${coordinate}(${argument.name.value}:)`, argument.directives);
  }
  return found;
}

const ACCESS = ["authenticated", "requiresScopes", "policy", "donnee"];

/** A directive imported under its specification is named `spec__directive`. */
export const shortName = (directive: ConstDirectiveNode): string => directive.name.value.split("__").at(-1)!;

export function scopesOf(directive: ConstDirectiveNode): string[][] {
  const list = directive.arguments?.find((one) => one.name.value === "scopes")?.value as ListValueNode;
  return valueFromASTUntyped(list) as string[][];
}

const FIELDED: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
]);

/** The class of data that `@donnee` names. */
export function classeOf(directive: ConstDirectiveNode): string {
  const value = directive.arguments?.find((one) => one.name.value === "classe")?.value;
  return value ? String(valueFromASTUntyped(value)) : "";
}

function* fieldsOf(supergraph: DocumentNode): Generator<{ coordinate: string; field: FieldDefinitionNode }> {
  for (const definition of supergraph.definitions) {
    if (!FIELDED.has(definition.kind)) continue;
    const { name, fields } = definition as Fielded;
    for (const field of fields ?? []) yield { coordinate: `${name.value}.${field.name.value}`, field };
  }
}

const find = (directives: readonly ConstDirectiveNode[] | undefined, name: string) =>
  directives?.find((directive) => shortName(directive) === name);

function argument(directive: ConstDirectiveNode, name: string): any {
  const node = directive.arguments?.find((one) => one.name.value === name);
  return node ? valueFromASTUntyped(node.value) : undefined;
}
