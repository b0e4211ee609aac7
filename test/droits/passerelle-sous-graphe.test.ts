import fc from "fast-check";
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import { subgraphModules } from "../../hub/subgraphs";
import { ClassRules } from "../../subgraphs/shared/droits/class-rules";
import { GuardedOperation } from "../../subgraphs/shared/droits/guarded-operation";
import { subgraphGuard } from "../../subgraphs/shared/droits/subgraph-guard";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { apiSchema, fiveSubgraphs } from "../schema/five-subgraphs";
import { NIR_KEY } from "../setup/subgraph";
import { appelant, NOMS } from "./petit-hub-reel";

const PROFONDEUR = 4;
const lisibles = (type: GraphQLObjectType): GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields()).filter(
    (field) =>
      !field.name.startsWith("_") && !field.astNode?.directives?.some((one) => ["inaccessible", "external"].includes(one.name.value)),
  );

/** A selection drawn from what a type offers: each number chooses one field with some of its arguments, and goes down into it. Never run: values do not matter. */
function selection(type: GraphQLObjectType, choix: readonly number[], profondeur: number): string {
  const champs = lisibles(type);
  const pris = [...new Set(choix.map((nombre) => champs[nombre % champs.length]!))];
  const ecrits = pris.flatMap((champ, rang) => {
    const suite = getNamedType(champ.type);
    const arguments_ = champ.args.filter((_, i) => (choix.length + i) % 3 === 0).map((one) => `${one.name}: 1`);
    const nomme = `c${profondeur}_${rang}: ${champ.name}${arguments_.length > 0 ? `(${arguments_.join(" ")})` : ""}`;
    if (!isObjectType(suite)) return [nomme];
    if (profondeur >= PROFONDEUR || lisibles(suite).length === 0) return [];
    return [`${nomme} { ${selection(suite, choix.slice(rang).concat(choix.length), profondeur + 1)} }`];
  });
  return ["__typename", ...ecrits].join(" ");
}

describe("ce que la passerelle refuse, le sous-graphe le refuse", () => {
  it("sur des documents tirés au hasard de chaque sous-graphe, sous chaque finalité, avec les mêmes mots", async () => {
    const api: GraphQLSchema = apiSchema(await fiveSubgraphs());
    const regles = { schema: api, classes: new ClassRules(api) };
    const nirCipher = new NirCipher(NIR_KEY);
    const schemas = await Promise.all(subgraphModules.map(async (module) => (await module.build({ nirCipher })).schema));
    const gardes = schemas.map((schema) => ({ schema, garde: subgraphGuard(schema) }));
    let refuses = 0;
    fc.assert(
      fc.property(
        fc.nat(gardes.length - 1),
        fc.array(fc.nat(200), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...NOMS),
        (rang, choix, nom) => {
          const { schema, garde } = gardes[rang]!;
          const document = parse(`{ ${selection(schema.getQueryType()!, choix, 0)} }`);
          const operation = document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)!;
          const caller = appelant(nom);
          const enHaut = new GuardedOperation(regles, document, operation).verdict(caller, {}).errors;
          const enBas = garde({ document, caller }).errors;
          expect(enBas).toEqual(enHaut);
          refuses += enHaut.length;
        },
      ),
      { numRuns: 1_500 },
    );
    expect(refuses).toBeGreaterThan(500);
  });
});
