import { buildSubgraphSchema, printSubgraphSchema } from "@apollo/subgraph";
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  isUnionType,
  parse,
  print,
} from "graphql";
import { type BuildSchemaOptions, buildSchema, createResolversMap } from "type-graphql";
import { CodedError } from "./coded-error";
import type { RequestContext } from "./context";
import { classesPartagees } from "./contrat/classes";
import { Refus } from "./contrat/refus";
import { HorodatageScalar } from "./contrat/scalars";
import { type ClassesDesTypes, classer, DIRECTIVE_DONNEE } from "./droits/coordonnees";

/** Every subgraph links this version: `@listSize` begins here and the MIT composer refuses 2.10 and later. */
const FEDERATION_LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@external", "@requires", "@composeDirective", "@authenticated", "@requiresScopes", "@cost", "@listSize"])
`;

/** Resolves a reference that the gateway sends: `{ __typename, id }` and the fields that `@requires` asked for. */
export type ReferenceResolver = (reference: any, context: RequestContext, info: GraphQLResolveInfo) => unknown;

export interface SubgraphSchema {
  sdl: string;
  schema: GraphQLSchema;
}

/** Builds the federated schema of a subgraph from its TypeGraphQL classes, with its access directives enforced and each coordinate classed.
 * Errors: ClassesIncompletes. */
export async function buildFederatedSchema(
  { classes, ...options }: BuildSchemaOptions & { classes: ClassesDesTypes },
  references: Record<string, ReferenceResolver> = {},
): Promise<SubgraphSchema> {
  const base = await buildSchema({
    validate: false,
    scalarsMap: [{ type: Date, scalar: HorodatageScalar }],
    ...options,
    skipCheck: true,
  });
  const printed = printSubgraphSchema(base).replace(/^schema\s*\{[^}]*\}\s*/m, "");
  const typeDefs = classer(parse(`${FEDERATION_LINK}${DIRECTIVE_DONNEE}${printed}`, { noLocation: true }), classes, classesPartagees);
  const resolvers: Record<string, any> = { ...createResolversMap(base), ...unionResolvers(base) };
  for (const [type, resolve] of Object.entries(references)) resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
  enforceAccess(schema);
  return { sdl: `${print(typeDefs)}\n`, schema };
}

/** How the result of a mutation says what it is: a `Refus`, or the other member of its union.
 * TypeGraphQL makes `resolveType` asynchronous, which graphql-jit does not wait for. */
function unionResolvers(schema: GraphQLSchema): Record<string, { __resolveType: (value: object) => string }> {
  const unions = Object.values(schema.getTypeMap()).filter(isUnionType);
  return Object.fromEntries(
    unions.map((union) => {
      const others = union.getTypes().filter((type) => type.name !== "Refus");
      if (others.length !== 1) throw new Error(`L’union ${union.name} doit réunir un type et Refus.`);
      return [union.name, { __resolveType: (value: object) => (value instanceof Refus ? "Refus" : others[0]!.name) }];
    }),
  );
}

/** Wraps every field that carries `@authenticated` or `@requiresScopes`: the gateway checks first, the subgraph checks again. */
function enforceAccess(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const alternatives = requiredScopes(field.astNode?.directives ?? []);
      if (alternatives !== null) field.resolve = guarded(alternatives, field.resolve ?? defaultFieldResolver);
    }
  }
}

type Directives = readonly { name: { value: string }; arguments?: readonly { name: { value: string }; value: any }[] }[];

/** The scopes that a field asks for: one of several sets; an empty list means any valid token; null means nothing. */
export function requiredScopes(directives: Directives): string[][] | null {
  const scopes = directives.find((d) => d.name.value === "requiresScopes");
  if (scopes) {
    const list = scopes.arguments?.find((a) => a.name.value === "scopes")?.value;
    return list.values.map((set: any) => set.values.map((scope: any) => scope.value as string));
  }
  return directives.some((d) => d.name.value === "authenticated") ? [] : null;
}

function guarded(alternatives: string[][], resolve: GraphQLFieldResolver<any, any>): GraphQLFieldResolver<any, RequestContext> {
  return (source, args, context, info) => {
    context.requireCaller();
    if (alternatives.length > 0 && !alternatives.some((set) => set.every((scope) => context.hasScope(scope)))) {
      const wanted = alternatives.map((set) => set.join(" et ")).join(" ou ");
      throw new CodedError("FORBIDDEN", `Le jeton ne porte pas le droit « ${wanted} ».`, { scopes: alternatives });
    }
    return resolve(source, args, context, info);
  };
}
