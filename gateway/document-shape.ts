import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from "graphql";
import { LIMITS } from "./limits";
import { Refusal } from "./refusal";

/** What an operation asks, as if its fragments were flattened. */
export interface Shape {
  fields: number;
  aliases: number;
  directives: number;
  depth: number;
  rootFields: number;
}

type Counts = Omit<Shape, "rootFields"> & { top: number };

/** Refuses a document whose operations ask too much. Fragments are counted once each, never expanded: time grows with the text only.
 * Errors: Refusal DOCUMENT_REFUSE, with the figure and the limit. */
export function refuseShape(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  over("operations", operations.length, LIMITS.operations, "opérations dans le document");
  const count = counter(fragments);
  for (const operation of operations) {
    const { top, ...shape } = count(operation.selectionSet);
    checkShape({ ...shape, directives: shape.directives + (operation.directives?.length ?? 0), rootFields: top });
  }
  // A fragment that no operation uses is refused by validation, which must stay cheap too.
  for (const fragment of fragments.values()) count(fragment.selectionSet);
}

function checkShape(shape: Shape): void {
  over("depth", shape.depth, LIMITS.depth, "niveaux de profondeur");
  over("fields", shape.fields, LIMITS.fields, "champs, fragments dépliés");
  over("aliases", shape.aliases, LIMITS.aliases, "alias");
  over("rootFields", shape.rootFields, LIMITS.rootFields, "champs à la racine");
  over("directives", shape.directives, LIMITS.directives, "directives");
}

const NAMES = { depth: "profondeur", fields: "champs", aliases: "alias", rootFields: "racines", directives: "directives" } as const;

function over(measure: string, figure: number, limit: number, words: string): void {
  if (figure <= limit) return;
  const shown = Math.min(figure, Number.MAX_SAFE_INTEGER);
  throw new Refusal(
    "DOCUMENT_REFUSE",
    `La requête compte ${shown.toLocaleString("fr-FR")} ${words} ; la limite est ${limit.toLocaleString("fr-FR")}.`,
    {
      status: 400,
      extensions: { mesure: NAMES[measure as keyof typeof NAMES] ?? measure, valeur: shown, limite: limit },
    },
  );
}

function counter(fragments: Map<string, FragmentDefinitionNode>): (set: SelectionSetNode) => Counts {
  const known = new Map<string, Counts>();
  const nothing: Counts = { fields: 0, aliases: 0, directives: 0, depth: 0, top: 0 };
  const ofFragment = (name: string): Counts => {
    const done = known.get(name);
    if (done) return done;
    // While it is being counted a fragment counts for nothing: a cycle ends here, and validation refuses it.
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const counts = fragment ? ofSet(fragment.selectionSet, new Map(), { spreads: 0 }) : nothing;
    known.set(name, counts);
    return counts;
  };
  const ofSet = (set: SelectionSetNode, keys: Map<string, number>, here: { spreads: number }): Counts => {
    const total: Counts = { fields: 0, aliases: 0, directives: 0, depth: 0, top: 0 };
    for (const selection of set.selections) {
      total.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        repeated(key, keys);
        const inside = selection.selectionSet ? ofSet(selection.selectionSet, new Map(), { spreads: 0 }) : nothing;
        const meta = selection.name.value === "__schema" || selection.name.value === "__type";
        add(total, {
          ...inside,
          top: 1,
          fields: inside.fields + 1,
          aliases: inside.aliases + (selection.alias ? 1 : 0),
          depth: meta ? 1 : inside.depth + 1,
        });
      } else {
        over("spreads", ++here.spreads, LIMITS.spreads, "fragments dans une même sélection");
        add(total, selection.kind === Kind.INLINE_FRAGMENT ? ofSet(selection.selectionSet, keys, here) : ofFragment(selection.name.value));
      }
    }
    return total;
  };
  return (set) => ofSet(set, new Map(), { spreads: 0 });
}

function repeated(key: string, keys: Map<string, number>): void {
  const times = (keys.get(key) ?? 0) + 1;
  keys.set(key, times);
  over("repeats", times, LIMITS.repeats, "fois le même champ dans une même sélection");
}

function add(total: Counts, part: Counts): void {
  total.fields += part.fields;
  total.aliases += part.aliases;
  total.directives += part.directives;
  total.top += part.top;
  total.depth = Math.max(total.depth, part.depth);
}
