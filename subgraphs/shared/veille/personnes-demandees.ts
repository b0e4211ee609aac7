import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, valueFromASTUntyped } from "graphql";
import { isUuid } from "../page";

/** Names under which the arguments and the input fields of the contract carry the id of a person. */
const NOMS = new Set(["allocataire", "fusionnee"]);

/** What it asks for has a number of its own, the emergency accesses of the day: a quota already spent must not stop an emergency. */
const SANS_POIDS = new Set(["ouvrirAccesUrgence"]);

/** Ids of the people whom an operation names in the arguments of its root fields: what it asks for, whether it finds them or not. */
export function personnesDemandees(document: DocumentNode, variables: Record<string, unknown> = {}): string[] {
  const operation = document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION);
  const found: string[] = [];
  for (const field of operation?.selectionSet.selections ?? []) {
    if (field.kind !== Kind.FIELD || field.name.value.startsWith("_") || SANS_POIDS.has(field.name.value)) continue;
    for (const argument of field.arguments ?? []) {
      const names = isPerson(field, argument.name.value);
      if (names || argument.value.kind === Kind.VARIABLE || argument.value.kind === Kind.OBJECT || argument.value.kind === Kind.LIST)
        collect(valueFromASTUntyped(argument.value, variables), names, found);
    }
  }
  return found;
}

const isPerson = (field: FieldNode, argument: string): boolean =>
  NOMS.has(argument) || (argument === "id" && field.name.value === "allocataire");

function collect(value: unknown, names: boolean, found: string[]): void {
  if (typeof value === "string") {
    if (names && isUuid(value)) found.push(value.toLowerCase());
  } else if (Array.isArray(value)) {
    for (const one of value) collect(one, names, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, one] of Object.entries(value)) collect(one, names || NOMS.has(name), found);
  }
}
