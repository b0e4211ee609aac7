import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { ClasseDonnee } from "./droits/classes";

/** Classes of what says something of a person: none leaves a subgraph unless the register says whose it is. */
const PERSONAL: readonly ClasseDonnee[] = ["IDENTITE", "SOCIALE", "SANTE", "NIR"];

/** Not about a person, though their class is one of hers, and why. */
const COUNTS: Readonly<Record<string, string>> = {
  "CompteIssue.issue": "how many people of a campaign, by outcome",
  "CompteIssue.nombre": "how many people of a campaign, by outcome",
  "Evenement.donnees": "ids, codes and dates; the resolver traces whoever the event names, and many name nobody",
};
/** Types that may speak of someone the hub does not know, whom no register can name, and why. Their resolvers note the people whom it knows. */
const OF_NOBODY_KNOWN: Readonly<Record<string, string>> = {
  EcartFlux: "a dossier of a flow, which the hub may know without its people",
  IdentiteRecue: "who a system spoke of, before it is said whether the hub knows her",
};
/** Pages say how many, and where. */
const PLUMBING = /(Connection|Edge)$/;

/** A response key, and the object type that a fragment says its parent is. */
interface Step {
  key: string;
  on: string | null;
}
/** Where an answer may carry a personal datum: steps from the root, and the coordinate. */
interface PersonalPath {
  steps: readonly Step[];
  coordinate: string;
  /** Another fragment gives the same key to what is not a person's. */
  ambiguous?: boolean;
}

/** Reads, once a document, where its answers may carry data of people. */
export function personalPaths(schema: GraphQLSchema): (document: DocumentNode) => readonly PersonalPath[] {
  const known = new WeakMap<DocumentNode, readonly PersonalPath[]>();
  return (document) => {
    let paths = known.get(document);
    if (!paths) {
      paths = pathsOf(schema, document);
      known.set(document, paths);
    }
    return paths;
  };
}

function pathsOf(schema: GraphQLSchema, document: DocumentNode): PersonalPath[] {
  const found: PersonalPath[] = [];
  const others = new Set<string>();
  const walk = (set: SelectionSetNode, typeName: string, steps: readonly Step[], declared: string): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) walk(node.selectionSet, node.typeCondition?.name.value ?? typeName, steps, declared);
      else if (node.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value);
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) walk(fragment.selectionSet, fragment.typeCondition.name.value, steps, declared);
      } else {
        const type = schema.getType(typeName);
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
        // What another subgraph owns came in the question: that one noted whose it is.
        if (!field || external(field.astNode?.directives ?? [])) continue;
        const on = typeName !== declared && isObjectType(type) ? typeName : null;
        const below = [...steps, { key: node.alias?.value ?? node.name.value, on }];
        const coordinate = `${typeName}.${node.name.value}`;
        const named = getNamedType(field.type);
        if (node.selectionSet && isCompositeType(named)) walk(node.selectionSet, named.name, below, named.name);
        else if (
          !PLUMBING.test(typeName) &&
          !(typeName in OF_NOBODY_KNOWN) &&
          !(coordinate in COUNTS) &&
          personal(field.astNode?.directives ?? [])
        )
          found.push({ steps: below, coordinate });
        else others.add(joined(below));
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = schema.getRootType(definition.operation);
    if (root) walk(definition.selectionSet, root.name, [], root.name);
  }
  // The same key for the name of a person and for that of an organisme: only `__typename` tells them apart.
  return found.map((path) => (others.has(joined(path.steps)) ? { ...path, ambiguous: true } : path));
}

const joined = (steps: readonly Step[]): string => steps.map(({ key }) => key).join(" ");

type Directives = readonly { name: { value: string }; arguments?: readonly { name: { value: string }; value: any }[] }[];

const external = (directives: Directives): boolean => directives.some((d) => d.name.value === "external");

const personal = (directives: Directives): boolean =>
  PERSONAL.includes(directives.find((d) => d.name.value === "donnee")?.arguments?.find((a) => a.name.value === "classe")?.value.value);

/** The first coordinate of a person that an answer carries a value of; null when it carries none. */
export function personalDatumIn(data: unknown, paths: readonly PersonalPath[]): string | null {
  return paths.find(({ steps, ambiguous = false }) => reaches(data, steps, ambiguous))?.coordinate ?? null;
}

function reaches(value: any, steps: readonly Step[], ambiguous: boolean): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.some((one) => reaches(one, steps, ambiguous));
  const [step, ...rest] = steps;
  if (!step) return true;
  const other = step.on !== null && (value.__typename === undefined ? ambiguous : value.__typename !== step.on);
  return !other && reaches(value[step.key], rest, ambiguous);
}
