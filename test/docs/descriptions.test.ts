import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from "graphql";
import { apiSchema, fiveSubgraphs } from "../schema/five-subgraphs";

interface Described {
  where: string;
  description: string;
}

/** Everything of the API that a reader meets: types, fields, arguments. The two root types are named by GraphQL itself. */
function described(api: GraphQLSchema): Described[] {
  const roots: GraphQLNamedType[] = [api.getQueryType()!, api.getMutationType()!];
  return Object.values(api.getTypeMap())
    .filter((type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type))
    .flatMap((type) => [...(roots.includes(type) ? [] : [one(type.name, type)]), ...partsOf(type)]);
}

function partsOf(type: GraphQLNamedType): Described[] {
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => one(`${type.name}.${field.name}`, field));
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    one(`${type.name}.${field.name}`, field),
    ...field.args.map((argument) => one(`${type.name}.${field.name}(${argument.name})`, argument)),
  ]);
}

const one = (where: string, { description }: { description?: string | null }): Described => ({ where, description: description ?? "" });

describe("les descriptions de l’API", () => {
  let api: GraphQLSchema;
  let all: Described[];
  beforeAll(async () => {
    api = apiSchema(await fiveSubgraphs());
    all = described(api);
  });

  it("couvrent chaque type, champ et argument : types, unions, énumérations, entrées et scalaires", () => {
    const kinds = Object.values(api.getTypeMap());
    for (const is of [isEnumType, isUnionType, isInputObjectType]) expect(kinds.some(is)).toBe(true);
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter(({ description }) => description.trim() === "").map(({ where }) => where)).toEqual([]);
  });

  it("finissent par un point, et commencent par une majuscule, un guillemet, un chiffre ou un code", () => {
    const wrong = all.filter(
      ({ description }) => !/^([\p{Lu}«\d]|connues \/|gratuit|en-presentiel|local, )/u.test(description) || !/[.…]$/.test(description),
    );
    expect(wrong).toEqual([]);
  });

  it("sont écrites avec les apostrophes et les espaces du français", () => {
    const bad = /'|\.\.\.|\S[;!?»](\s|$)|\S:\s|«\S/u;
    expect(all.filter(({ description }) => bad.test(description.replaceAll(/`[^`]*`/g, "mot")))).toEqual([]);
  });
});
