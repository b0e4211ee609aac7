import { type GraphQLSchema, getVariableValues, print } from "graphql";
import { refuseVariables } from "./document-words";
import type { PreparedOperation } from "./documents";
import { InvalidRequest } from "./refusal";

const NONE: Record<string, unknown> = {};

/** The variables of an operation as the schema coerces them, defaults included. The values given are never repeated in an error.
 * Errors: Refusal (too deep, forbidden words), InvalidRequest ARGUMENT_INVALIDE. */
export function coercedVariables(
  schema: GraphQLSchema,
  operation: PreparedOperation,
  given: Record<string, unknown> | undefined,
): Record<string, unknown> {
  refuseVariables(given);
  const definitions = operation.definition.variableDefinitions;
  if (!definitions?.length) return NONE;
  const { coerced, errors } = getVariableValues(schema, definitions, given ?? NONE, { maxErrors: 10 });
  if (!errors) return coerced;
  throw new InvalidRequest(
    errors.map((error) => {
      const name = /^Variable "\$(\w+)"/.exec(error.message)?.[1];
      const definition = definitions.find((one) => one.variable.name.value === name);
      const expected = definition ? ` : « ${print(definition.type)} » est attendu` : "";
      const place = /at "\w+([.[][^"]*)"/.exec(error.message)?.[1];
      return {
        message: `La variable « $${name} »${place ? ` (${place.replace(/^\./, "")})` : ""} n’a pas la forme voulue${expected}.`,
        locations: error.locations,
        extensions: { code: "ARGUMENT_INVALIDE" },
      };
    }),
  );
}
