import { randomUUID } from "node:crypto";
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from "graphql";

const LONGEST = 100;

/** A number long enough to be one of a person: a NIR, a telephone. */
const NUMERO = /\d{9,}/;

/** Name of an operation for logs and registers: the client's, or its root fields. Letters, digits, `_` and `,` only; never a long number. */
export function operationName(definition: OperationDefinitionNode, roots: readonly string[]): string {
  const given = definition.name?.value;
  const name = given !== undefined && !NUMERO.test(given) ? given : [...new Set(roots)].join(",");
  return name.replace(/[^A-Za-z0-9_,]/g, "").slice(0, LONGEST);
}

/** Names of the root fields of an operation, through its fragments. */
export function rootFieldNames(document: DocumentNode, definition: OperationDefinitionNode): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  const walk = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) names.push(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = document.definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
        );
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) walk(fragment.selectionSet);
      }
    }
  };
  walk(definition.selectionSet);
  return names;
}

/** The id that the client gave when it is sane and no number of a person, otherwise a new one: it ends up in logs. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === "string" && /^[\w-]{1,64}$/.test(header) && !/\d{13,}/.test(header) ? header : randomUUID();
}
