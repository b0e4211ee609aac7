import type { GraphQLSchema } from "graphql";
import { REFUS } from "../../subgraphs/allocataires/refus";
import { SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { apiSchema, fiveSubgraphs } from "../schema/five-subgraphs";
import { givenCodes, sources } from "./codes-du-source";
import { duplicates, page, rows } from "./tables-markdown";

const ALL = "Toutes les mutations";
const TEXT = page("docs/refus.md");
const LINES = rows(TEXT).filter(({ cells }) => cells.code !== undefined);
const BY_MUTATION = rows(TEXT).filter(({ cells }) => cells.mutation !== undefined);

/** `<section> <code>` of each refusal that the source gives. The sentences of allocataires stand in one table of its own. */
function given(): Set<string> {
  const found = new Set<string>();
  for (const folder of [...SUBGRAPH_NAMES, "shared"]) {
    const section = folder === "shared" ? ALL : `Sous-graphe ${folder}`;
    for (const { by, code } of sources(`subgraphs/${folder}`).flatMap(givenCodes))
      if (by === "Refus.de" || (by === "refus" && folder === "allocataires")) found.add(`${section} ${code}`);
  }
  for (const code of Object.keys(REFUS)) found.add(`Sous-graphe allocataires ${code}`);
  return found;
}

const mutationsOf = (cells: Record<string, string>) => cells.mutations!.split(", ");

describe("docs/refus.md", () => {
  let api: GraphQLSchema;
  beforeAll(async () => {
    api = apiSchema(await fiveSubgraphs());
  });

  it("a une ligne pour chaque refus que le code peut donner, et pour aucun autre", () => {
    const told = LINES.map(({ section, cells }) => `${section} ${cells.code}`);
    expect(duplicates(told)).toEqual([]);
    expect(told.sort()).toEqual([...given()].sort());
  });

  it("dit pour chacun quand, quelles mutations et que faire, en phrases", () => {
    for (const { cells } of LINES) {
      expect(cells).toEqual(expect.objectContaining({ message: expect.stringMatching(/^[\p{Lu}«].*\.$/u) }));
      expect(cells).toEqual(expect.objectContaining({ "que faire": expect.stringMatching(/^[\p{Lu}].*\.$/u) }));
      expect(mutationsOf(cells)).not.toContain("");
    }
  });

  it("nomme toutes les mutations de l’API, et elles seules", () => {
    const told = BY_MUTATION.flatMap(({ cells }) => cells.mutation!.split(", "));
    expect(duplicates(told)).toEqual([]);
    expect(told.sort()).toEqual(Object.keys(api.getMutationType()!.getFields()).sort());
  });

  it("dit la même chose par code et par mutation", () => {
    const pair = (mutation: string, code: string) => `${mutation} ${code}`;
    const byCode = LINES.filter(({ section }) => section !== ALL).flatMap(({ cells }) =>
      mutationsOf(cells).map((mutation) => pair(mutation, cells.code!)),
    );
    const byMutation = BY_MUTATION.flatMap(({ cells }) =>
      cells.mutation!.split(", ").flatMap((mutation) => cells.codes!.split(", ").map((code) => pair(mutation, code))),
    );
    expect([...new Set(byMutation)].sort()).toEqual([...new Set(byCode)].sort());
  });

  it("une description de l’API ne nomme que des refus qui existent", () => {
    const known = new Set([...LINES.map(({ cells }) => cells.code)]);
    const unknown = Object.values(api.getMutationType()!.getFields()).flatMap(({ name, description }) =>
      (/Refus : ([A-Z_, ]+)\./.exec(description ?? "")?.[1]?.split(", ") ?? [])
        .filter((code) => !known.has(code))
        .map((code) => `${name} ${code}`),
    );
    expect(unknown).toEqual([]);
  });
});
