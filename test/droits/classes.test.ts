import { parse, print } from "graphql";
import { composeSupergraph, publicSchemaOf } from "../../gateway/compose";
import { classesPartagees } from "../../subgraphs/shared/contrat/classes";
import { CLASSES } from "../../subgraphs/shared/droits/classes";
import { ClassesIncompletes, classer, parCoordonnee } from "../../subgraphs/shared/droits/coordonnees";
import { fiveSubgraphs } from "../schema/five-subgraphs";

/** Coordinate and class of each field, argument and input field that an SDL shows; `[]`: it shows none. */
function classesDe(sdl: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const keep = (key: string, node: any) =>
    found.set(
      key,
      (node.directives ?? []).flatMap((one: any) => (one.name.value === "donnee" ? [one.arguments[0].value.value] : [])),
    );
  for (const type of parse(sdl, { noLocation: true }).definitions as any[]) {
    if (!/^(Object|InputObject|Interface)Type/.test(type.kind) || type.name.value.includes("__")) continue;
    for (const field of type.fields ?? []) {
      const key = `${type.name.value}.${field.name.value}`;
      keep(key, field);
      for (const argument of field.arguments ?? []) keep(`${key}(${argument.name.value}:)`, argument);
    }
  }
  return found;
}

describe("la classe de chaque coordonnée", () => {
  it("se lit, une fois, dans chaque sous-graphe, dans le supergraphe et dans l’API", async () => {
    const subgraphs = await fiveSubgraphs();
    const supergraph = composeSupergraph(subgraphs);
    const api = publicSchemaOf(supergraph);
    for (const sdl of [...subgraphs.map((one) => one.sdl), supergraph, api]) {
      const classes = classesDe(sdl);
      expect(classes.size).toBeGreaterThan(150);
      expect([...classes].filter(([, seen]) => seen.length !== 1 || !CLASSES.includes(seen[0] as never))).toEqual([]);
    }
    expect(classesDe(api).size).toBeGreaterThan(2_000);
  });

  it("est la même dans tous les sous-graphes", async () => {
    const seen = new Map<string, string>();
    for (const { sdl } of await fiveSubgraphs())
      for (const [key, [classe]] of classesDe(sdl)) {
        expect([key, classe]).toEqual([key, seen.get(key) ?? classe]);
        seen.set(key, classe!);
      }
    expect([...parCoordonnee(classesPartagees).keys()].filter((key) => !seen.has(key))).toEqual([]);
  });
});

describe("un schéma dont une coordonnée n’a pas de classe", () => {
  const sdl = parse("type Query { a(x: Int): Int b: Int } input F { g: Int }", { noLocation: true });
  const complet = { Query: { PUBLIQUE: "a", SOCIALE: "b" }, "Query.a": { SANTE: "x" }, F: { NIR: "g" } };

  it("reçoit la directive partout où une classe est écrite", () => {
    expect(print(classer(sdl, complet, {})).replace(/\s+/g, " ")).toBe(
      "type Query { a(x: Int @donnee(classe: SANTE)): Int @donnee(classe: PUBLIQUE) b: Int @donnee(classe: SOCIALE) } input F { g: Int @donnee(classe: NIR) }",
    );
  });

  it("ne se construit pas, et dit chaque champ, argument et champ d’entrée qui manque", () => {
    const build = () => classer(sdl, { Query: { PUBLIQUE: "a" } }, {});
    expect(build).toThrow(ClassesIncompletes);
    expect(build).toThrow("Sans classe (3) : Query.a(x:), Query.b, F.g.");
  });

  it("ne se construit pas non plus quand une classe ne correspond à rien, ou qu’une coordonnée en a deux", () => {
    expect(() => classer(sdl, { ...complet, Ancien: { SOCIALE: "champ" } }, {})).toThrow("Classe sans coordonnée (1) : Ancien.champ.");
    expect(() => classer(sdl, { ...complet, Query: { PUBLIQUE: "a b", SOCIALE: "b" } }, {})).toThrow(
      "Deux classes de donnée pour : Query.b.",
    );
  });

  it("prend dans les classes partagées ce qu’il en utilise, sans devoir les utiliser toutes", () => {
    const { F, ...propres } = complet;
    expect(() => classer(sdl, propres, { F, PageInfo: { PUBLIQUE: "hasNextPage" } })).not.toThrow();
  });
});
