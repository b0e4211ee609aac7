import { type GraphQLNamedType, type GraphQLSchema, isSpecifiedScalarType, Kind } from "graphql";
import { SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { apiSchema, fiveSubgraphs, type PrintedSubgraph } from "../schema/five-subgraphs";
import { duplicates, page, rows } from "./tables-markdown";

const COMMON = "Communs à plusieurs sous-graphes";
const LINES = rows(page("schema/glossaire.md"));
const identifiers = LINES.map(({ cells }) => cells.identifiant!);

const isPublic = (type: GraphQLNamedType) => !type.name.startsWith("__") && !isSpecifiedScalarType(type);

/** Section of each type: the one subgraph that defines it, or the common one. A stub (`resolvable: false`) defines nothing. */
function sectionsOf(subgraphs: readonly PrintedSubgraph[]): Map<string, string> {
  const sections = new Map<string, string>();
  for (const { name, document } of subgraphs) {
    for (const definition of document.definitions) {
      if (!("name" in definition) || !definition.name || definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
      const stub = definition.directives?.some((d) => d.arguments?.some((a) => a.name.value === "resolvable"));
      if (!stub) sections.set(definition.name.value, sections.has(definition.name.value) ? COMMON : name);
    }
  }
  return sections;
}

describe("schema/glossaire.md", () => {
  let api: GraphQLSchema;
  let sections: Map<string, string>;
  beforeAll(async () => {
    const subgraphs = await fiveSubgraphs();
    api = apiSchema(subgraphs);
    sections = sectionsOf(subgraphs);
  });

  it("a une ligne pour chaque type public, et n’en garde aucune d’un type qui n’existe plus", () => {
    const types = Object.values(api.getTypeMap()).filter(isPublic);
    expect([...identifiers].sort()).toEqual(types.map(({ name }) => name).sort());
  });

  it("ne donne deux fois ni un identifiant ni un terme", () => {
    expect(duplicates(identifiers)).toEqual([]);
    expect(duplicates(LINES.map(({ cells }) => cells.terme!))).toEqual([]);
  });

  it("range chaque type sous le sous-graphe qui le définit", () => {
    expect([...new Set(LINES.map(({ section }) => section))]).toEqual([COMMON, ...SUBGRAPH_NAMES]);
    const wrong = LINES.filter(({ section, cells }) => sections.get(cells.identifiant!) !== section);
    expect(wrong.map(({ cells }) => `${cells.identifiant} : ${sections.get(cells.identifiant!)}`)).toEqual([]);
  });

  it("définit chaque terme en une phrase, avec sa source et une typographie française", () => {
    const wrong = LINES.filter(({ cells }) => {
      const { terme, définition, source } = cells as Record<"terme" | "définition" | "source", string>;
      const one = /^\p{Lu}[^.]*( v\d)?[^.]*\.$/u.test(définition);
      const typed = !/'|\.\.\.|\S[:;!?»](\s|$)|«\S/u.test(`${terme} ${définition} ${source}`);
      return !one || !typed || source === "" || !/^\p{Lu}/u.test(terme);
    });
    expect(wrong.map(({ line, cells }) => `ligne ${line} : ${cells.définition}`)).toEqual([]);
  });
});
