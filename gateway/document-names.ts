import {
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type NameNode,
  parse,
  type SelectionSetNode,
  TypeInfo,
  type TypeNode,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { Refusal } from "./refusal";

/** Names of the keys and required fields of each type: what the engine sends from one subgraph to another. */
export type PlumbingNames = ReadonlyMap<string, ReadonlySet<string>>;

type Fields = Map<string, FieldDefinitionNode>;

/** Reads `@join__type(key:)` and `@join__field(requires:)` of a supergraph, nested fields included. */
export function plumbingNames(supergraph: DocumentNode): PlumbingNames {
  const types = new Map<string, Fields>();
  const names = new Map<string, Set<string>>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    types.set(definition.name.value, new Map(definition.fields?.map((field) => [field.name.value, field])));
  }
  const add = (type: string, set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) continue;
      names.set(type, (names.get(type) ?? new Set()).add(selection.name.value));
      const field = types.get(type)?.get(selection.name.value);
      if (selection.selectionSet && field) add(named(field.type), selection.selectionSet);
    }
  };
  visit(supergraph, {
    Directive: (node, _key, _parent, _path, ancestors) => {
      const argument = node.arguments?.find((one) => one.name.value === "key" || one.name.value === "requires")?.value;
      if (!/^join__(type|field)$/.test(node.name.value) || argument?.kind !== Kind.STRING) return;
      const owner = ancestors.find(
        (one) => "kind" in one && (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.INTERFACE_TYPE_DEFINITION),
      );
      const definition = parse(`{ ${argument.value} }`).definitions[0]!;
      if (owner && "name" in owner && definition.kind === Kind.OPERATION_DEFINITION)
        add((owner.name as NameNode).value, definition.selectionSet);
    },
  });
  return names;
}

const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));

/** Refuses names that the engine would confuse with its own. Without this, `{ nodes { id: nom rendezVous { motif } } }` makes it ask
 * another subgraph for the person whose id is that name. Errors: Refusal DOCUMENT_REFUSE. */
export function refuseNames(document: DocumentNode, schema: GraphQLSchema, plumbing: PlumbingNames): void {
  const info = new TypeInfo(schema);
  const reserved = (alias: string): boolean => {
    const parent = info.getParentType();
    if (!parent) return false;
    const objects = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
    return objects.some((type) => plumbing.get(type.name)?.has(alias));
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ alias, name }) => {
        if (!alias || alias.value === name.value) return;
        if (alias.value.startsWith("_"))
          refuse(alias, `L’alias « ${alias.value} » commence par « _ », réservé au hub : choisissez-en un autre.`);
        if (reserved(alias.value))
          refuse(alias, `L’alias « ${alias.value} » est le nom d’une clé de « ${info.getParentType()!.name} » : choisissez-en un autre.`);
      },
      VariableDefinition: ({ variable: { name } }) => {
        if (name.value.startsWith("_") || name.value === "representations")
          refuse(name, `La variable « $${name.value} » porte un nom réservé au hub : choisissez-en un autre.`);
      },
    }),
  );
}

function refuse(node: NameNode, message: string): never {
  const { line, column } = node.loc!.startToken;
  throw new Refusal("DOCUMENT_REFUSE", message, { status: 400, extensions: { mot: node.value }, locations: [{ line, column }] });
}
