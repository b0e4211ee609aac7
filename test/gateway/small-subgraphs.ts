import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, type GraphQLSchema, parse, print, visit } from "graphql";
import type { GatewaySubgraph } from "../../gateway/gateway";
import { DIRECTIVE_DONNEE } from "../../subgraphs/shared/droits/coordonnees";
import type { Caller } from "../../subgraphs/shared/identity";
import type { SubgraphRequest } from "../../subgraphs/shared/subgraph";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@inaccessible", "@external", "@requires", "@authenticated", "@requiresScopes", "@cost", "@listSize", "@composeDirective"])\n`;

/** Writes a class on each coordinate of an SDL: the same for all, but for those that are named. */
export function classed(sdl: string, classes: Record<string, string> = {}, others = "PUBLIQUE"): string {
  const donnee = (key: string, node: any) => ({
    ...node,
    directives: [
      ...node.directives,
      ...(parse(`{ a @donnee(classe: ${classes[key] ?? others}) }`, { noLocation: true }) as any).definitions[0].selectionSet.selections[0]
        .directives,
    ],
  });
  const typed = (type: any) => ({
    ...type,
    fields: type.fields.map((field: any) => {
      const key = `${type.name.value}.${field.name.value}`;
      const args = field.arguments?.map((one: any) => donnee(`${key}(${one.name.value}:)`, one));
      return donnee(key, { ...field, ...(args ? { arguments: args } : {}) });
    }),
  });
  const document = parse(`${DIRECTIVE_DONNEE}${sdl}`, { noLocation: true });
  return print(visit(document, { ObjectTypeDefinition: typed, InterfaceTypeDefinition: typed, InputObjectTypeDefinition: typed }));
}

export const PERSONNES = `${LINK}
type Query {
  personnes(first: Int = 50, nom: String): PersonneConnection
    @listSize(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false) @requiresScopes(scopes: [["personnes.lire"]])
  personne(id: ID, identifiant: IdentifiantInput): Personne @requiresScopes(scopes: [["personnes.lire"]])
  choses(filtre: JSON): [Chose!] @authenticated @listSize(assumedSize: 10)
  moi: String @authenticated
  ouvert: String
}
type Mutation {
  nommer(id: ID!, nom: String!): NommerResultat! @requiresScopes(scopes: [["personnes.nommer"]])
  effacer(id: ID!): NommerResultat! @requiresScopes(scopes: [["personnes.effacer"]])
}
scalar JSON
input IdentifiantInput { type: String!  valeur: String! }
union NommerResultat = Personne | Refus
union Trouvaille = Personne | Livre
interface Chose { id: ID!  secret: String }
type Livre implements Chose { id: ID!  secret: String @requiresScopes(scopes: [["livres.secret"], ["tout", "lire"]])  titre: String }
type Lampe implements Chose { id: ID!  secret: String }
type Refus @shareable { code: String!  message: String! }
type PersonneConnection { nodes: [Personne!]! }
type Personne @key(fields: "id") {
  id: ID!  nom: String!
  nir: String @requiresScopes(scopes: [["identite.nir"]])
  amis: [Personne!] @listSize(assumedSize: 3)
  trouvailles: [Trouvaille!] @listSize(assumedSize: 5)
  voisin: Personne @shareable
  criteres: Criteres @inaccessible
}
type Criteres @inaccessible @shareable { age: Int }
`;

export const OFFRES = `${LINK}
type Query { offre(id: ID!): Offre @authenticated }
type Offre { id: ID!  nom: String  prix: Int @cost(weight: 5) }
type Criteres @inaccessible @shareable { age: Int }
type Personne @key(fields: "id") {
  id: ID!
  voisin: Personne @shareable
  criteres: Criteres @external
  offres(first: Int = 10): [Offre!] @requires(fields: "criteres { age }") @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
}
`;

export const RENDEZ_VOUS = `${LINK}
type Query { agenda: [RendezVous!] @authenticated @listSize(assumedSize: 20) }
type Mutation { prendre(personne: ID!): PrendreResultat! @requiresScopes(scopes: [["rendez-vous.gerer"]]) }
union PrendreResultat = RendezVous | Refus
type Refus @shareable { code: String!  message: String! }
type RendezVous @key(fields: "id") { id: ID!  motif: String!  personne: Personne }
type Personne @key(fields: "id") {
  id: ID!
  rendezVous(first: Int = 20): [RendezVous!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
}
`;

/** What says more than nothing; the other coordinates are PUBLIQUE. */
const CLASSES: Record<string, string> = {
  "Personne.nom": "IDENTITE",
  "Personne.nir": "NIR",
  "Personne.amis": "SOCIALE",
  "Query.personnes(nom:)": "IDENTITE",
  "IdentifiantInput.valeur": "NIR",
  "Criteres.age": "SANTE",
  "Mutation.nommer": "IDENTITE",
};

export interface SmallSubgraph extends GatewaySubgraph {
  schema: GraphQLSchema;
  /** Requests that reached it, in order. */
  seen: SubgraphRequest[];
  /** What it does instead of answering. */
  fault: null | ((request: SubgraphRequest) => unknown);
  execute: NonNullable<GatewaySubgraph["execute"]>;
}

type Resolvers = Record<string, Record<string, unknown>>;

function small(name: string, unclassed: string, resolvers: Resolvers): SmallSubgraph {
  const sdl = classed(unclassed, CLASSES);
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  const subgraph: SmallSubgraph = {
    name,
    sdl,
    schema,
    seen: [],
    fault: null,
    execute: async (request) => {
      subgraph.seen.push(request);
      if (subgraph.fault) return (await subgraph.fault(request)) as never;
      const { document, variables, operationName, caller } = request;
      return (await execute({ schema, document, variableValues: variables, operationName, contextValue: { caller } })) as never;
    },
  };
  return subgraph;
}

interface Context {
  caller: Caller | null;
}

/** Three subgraphs without a database: a keyed entity, a `@requires` through `@inaccessible`, scopes, an interface and unions. */
export function smallSubgraphs(): {
  personnes: SmallSubgraph;
  offres: SmallSubgraph;
  rendezVous: SmallSubgraph;
  all: SmallSubgraph[];
  noms: Map<string, string>;
} {
  const noms = new Map([
    ["1", "Amina"],
    ["2", "Bruno"],
    ["3", "Chantal"],
  ]);
  const personne = (id: string) => ({
    __typename: "Personne",
    id,
    nom: noms.get(id),
    nir: `NIR-${id}`,
    criteres: { age: 20 + Number(id) },
  });
  const suivante = (id: string) => ({ __typename: "Personne", id: String((Number(id) % 3) + 1) });
  const applied = (id: string, nom: string) => {
    if (!noms.has(id)) return { __typename: "Refus", code: "INCONNUE", message: "Personne inconnue." };
    noms.set(id, nom);
    return personne(id);
  };
  const personnes = small("personnes", PERSONNES, {
    Query: {
      personnes: (_: unknown, { first }: { first: number }) => ({ nodes: [...noms.keys()].slice(0, first).map(personne) }),
      personne: (_: unknown, { id }: { id?: string }) => (id && noms.has(id) ? personne(id) : null),
      choses: () => [
        { __typename: "Livre", id: "l1", secret: "page 12", titre: "Droit" },
        { __typename: "Lampe", id: "a1", secret: "ampoule" },
      ],
      moi: (_: unknown, _args: unknown, { caller }: Context) => caller?.client,
      ouvert: () => "porte",
    },
    Mutation: {
      nommer: (_: unknown, a: { id: string; nom: string }) => applied(a.id, a.nom),
      effacer: (_: unknown, a: { id: string }) => applied(a.id, ""),
    },
    Personne: {
      __resolveReference: ({ id }: { id: string }) => (noms.has(id) ? personne(id) : null),
      amis: ({ id }: { id: string }) => [...noms.keys()].filter((other) => other !== id).map(personne),
      trouvailles: ({ id }: { id: string }) => [personne(id), { __typename: "Livre", id: "l1", secret: "page 12", titre: "Droit" }],
      voisin: ({ id }: { id: string }) => personne(suivante(id).id),
    },
  });
  const offres = small("offre-insertion", OFFRES, {
    Query: { offre: (_: unknown, { id }: { id: string }) => ({ id, nom: `Offre ${id}`, prix: 3 }) },
    Personne: {
      __resolveReference: (reference: object) => reference,
      voisin: ({ id }: { id: string }) => suivante(id),
      offres: ({ criteres }: { criteres?: { age: number } }, { first }: { first: number }) =>
        criteres ? [`pour ${criteres.age} ans`, "pour tous"].slice(0, first).map((nom, i) => ({ id: String(i), nom })) : null,
    },
  });
  const rdv = (id: string) => ({ id: `r${id}`, motif: "Premier accueil", personne: { __typename: "Personne", id } });
  const rendezVous = small("rendez-vous", RENDEZ_VOUS, {
    Query: { agenda: () => ["1", "2"].map(rdv) },
    Mutation: { prendre: (_: unknown, { personne: id }: { personne: string }) => ({ __typename: "RendezVous", ...rdv(id) }) },
    Personne: { __resolveReference: (reference: object) => reference, rendezVous: ({ id }: { id: string }) => [rdv(id)] },
  });
  return { personnes, offres, rendezVous, all: [personnes, offres, rendezVous], noms };
}
