import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
  type TypeNode,
  visit,
} from "graphql";
import { composeSupergraph } from "../../gateway/compose";
import { fiveSubgraphs, type PrintedSubgraph } from "./five-subgraphs";

type TypeDefinition = DefinitionNode & { name: { value: string }; directives?: readonly ConstDirectiveNode[] };

/** Where an entity may be resolved (conventions.md); anywhere else it is a stub. */
const RESOLVABLE = [
  "allocataires Allocataire",
  "allocataires Organisme",
  "echanges Allocataire",
  "offre-insertion Allocataire",
  "offre-insertion Prescription",
  "rendez-vous Allocataire",
  "rendez-vous RendezVous",
];

const definitionsOf = ({ document }: PrintedSubgraph) =>
  document.definitions.filter((d): d is TypeDefinition => "name" in d && d.kind !== Kind.DIRECTIVE_DEFINITION);
const objectsOf = (subgraph: PrintedSubgraph) =>
  definitionsOf(subgraph).filter((d): d is ObjectTypeDefinitionNode => d.kind === Kind.OBJECT_TYPE_DEFINITION);
const directive = (node: { directives?: readonly ConstDirectiveNode[] }, name: string) =>
  node.directives?.find((d) => d.name.value === name);
const isRoot = (name: string) => name === "Query" || name === "Mutation";
const isList = (type: TypeNode): boolean => type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

function resolvable(entity: ObjectTypeDefinitionNode): boolean {
  const argument = directive(entity, "key")?.arguments?.find((a) => a.name.value === "resolvable");
  return argument === undefined || (argument.value.kind === Kind.BOOLEAN && argument.value.value);
}

describe("les cinq sous-graphes ensemble", () => {
  let subgraphs: PrintedSubgraph[];
  beforeAll(async () => {
    subgraphs = await fiveSubgraphs();
  });

  const fields = (): { where: string; parent: string; field: FieldDefinitionNode }[] =>
    subgraphs.flatMap((subgraph) =>
      objectsOf(subgraph).flatMap((type) =>
        (type.fields ?? []).map((field) => ({
          where: `${subgraph.name} ${type.name.value}.${field.name.value}`,
          parent: type.name.value,
          field,
        })),
      ),
    );

  it("se composent", () => {
    expect(() => composeSupergraph(subgraphs)).not.toThrow();
  });

  it("un type de valeur, une énumération ou un scalaire s’écrit partout pareil, descriptions comprises", () => {
    const printed = new Map<string, Map<string, string[]>>();
    for (const subgraph of subgraphs) {
      for (const definition of definitionsOf(subgraph)) {
        const name = definition.name.value;
        if (isRoot(name) || directive(definition, "key")) continue;
        const versions = printed.get(name) ?? new Map<string, string[]>();
        const text = print(definition);
        versions.set(text, [...(versions.get(text) ?? []), subgraph.name]);
        printed.set(name, versions);
      }
    }
    const shared = [...printed].filter(([, versions]) => [...versions.values()].flat().length > 1).map(([name]) => name);
    expect(shared).toEqual(
      expect.arrayContaining(["Refus", "PageInfo", "Horodatage", "Date", "SystemeSource", "Provenance", "ParcoursLocal", "Commune"]),
    );
    const different = [...printed]
      .filter(([, versions]) => versions.size > 1)
      .map(([name, versions]) => ({ name, versions: [...versions] }));
    expect(different).toEqual([]);
  });

  it("une entité ne se résout que chez ceux qui en donnent des champs", () => {
    const found = subgraphs.flatMap((subgraph) =>
      objectsOf(subgraph)
        .filter((type) => directive(type, "key") && resolvable(type))
        .map((type) => `${subgraph.name} ${type.name.value}`),
    );
    expect(found.sort()).toEqual(RESOLVABLE);
  });

  it("un simple renvoi à une entité n’a que sa clé et ne se résout pas", () => {
    const stubs = subgraphs.flatMap((subgraph) =>
      objectsOf(subgraph)
        .filter((type) => directive(type, "key") && !resolvable(type))
        .map((type) => [`${subgraph.name} ${type.name.value}`, (type.fields ?? []).map((field) => field.name.value)] as const),
    );
    expect(stubs.length).toBeGreaterThan(0);
    for (const stub of stubs) expect(stub).toEqual([stub[0], ["id"]]);
  });

  it("chacun lie la fédération 2.9, et elle seule", () => {
    for (const { name, sdl } of subgraphs) {
      expect([name, sdl.match(/https:\/\/specs\.apollo\.dev\/federation\/v[\d.]+/g)]).toEqual([
        name,
        ["https://specs.apollo.dev/federation/v2.9"],
      ]);
    }
  });

  it("rien de ce que le composeur traite mal : union partagée, @interfaceObject, fragment dans @requires, @context", () => {
    const unions = subgraphs
      .flatMap((subgraph) => definitionsOf(subgraph).filter((d) => d.kind === Kind.UNION_TYPE_DEFINITION))
      .map((d) => d.name.value);
    expect(unions.filter((name, index) => unions.indexOf(name) !== index)).toEqual([]);
    const forbidden: string[] = [];
    for (const { name, document } of subgraphs) {
      visit(document, {
        Directive(node) {
          const text = print(node);
          if (/^@(interfaceObject|context|fromContext)\b/.test(text) || (node.name.value === "requires" && text.includes("...")))
            forbidden.push(`${name} ${text}`);
        },
      });
    }
    expect(forbidden).toEqual([]);
  });

  it("chaque liste dit sa taille : @listSize sur la connexion, et sur toute autre liste d’objets", () => {
    const objects = new Set(subgraphs.flatMap((subgraph) => objectsOf(subgraph).map((type) => type.name.value)));
    const wrong: string[] = [];
    let connections = 0;
    for (const { where, parent, field } of fields()) {
      const type = namedType(field.type);
      const size = directive(field, "listSize");
      const text = size ? print(size) : "";
      if (type.endsWith("Connection")) {
        connections++;
        const expected = '@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';
        if (text !== expected) wrong.push(`${where} ${text}`);
      } else if (isList(field.type) && objects.has(type) && !parent.endsWith("Connection") && !size) wrong.push(where);
    }
    expect(connections).toBeGreaterThanOrEqual(5);
    expect(wrong).toEqual([]);
  });

  it("un droit ne se pose jamais sur un champ non nul, sauf une mutation", () => {
    const wrong = fields().filter(
      ({ parent, field }) =>
        field.type.kind === Kind.NON_NULL_TYPE &&
        parent !== "Mutation" &&
        (directive(field, "requiresScopes") || directive(field, "authenticated")),
    );
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });

  it("chaque mutation porte son droit, chaque champ racine un droit ou un jeton", () => {
    const roots = fields().filter(({ parent }) => isRoot(parent));
    const open = roots.filter(
      ({ parent, field }) => !directive(field, "requiresScopes") && (parent === "Mutation" || !directive(field, "authenticated")),
    );
    expect(roots.length).toBeGreaterThan(40);
    expect(open.map(({ where }) => where)).toEqual([]);
  });

  it("chaque type et chaque champ est décrit", () => {
    const bare: string[] = [];
    for (const subgraph of subgraphs) {
      for (const definition of definitionsOf(subgraph)) {
        const where = `${subgraph.name} ${definition.name.value}`;
        if (!isRoot(definition.name.value) && "description" in definition && !definition.description) bare.push(where);
        if (!("fields" in definition)) continue;
        for (const field of definition.fields ?? []) {
          if (!field.description) bare.push(`${where}.${field.name.value}`);
        }
      }
    }
    expect(bare).toEqual([]);
  });
});
