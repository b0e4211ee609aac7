import { type GraphQLScalarType, type GraphQLSchema, isScalarType } from "graphql";
import { DateScalar, HorodatageScalar } from "../subgraphs/shared/contrat/scalars";

/** Gives the API its own scalars: a date that does not exist is refused with the document, before anything runs.
 * What was written goes on unchanged: the subgraph that owns the argument parses it. */
export function withScalars(schema: GraphQLSchema): GraphQLSchema {
  for (const scalar of [DateScalar, HorodatageScalar] as GraphQLScalarType[]) {
    const type = schema.getType(scalar.name);
    if (!isScalarType(type)) continue;
    type.parseValue = (value) => {
      scalar.parseValue(value);
      return value;
    };
    type.parseLiteral = (node, variables) => {
      scalar.parseLiteral(node, variables);
      return "value" in node ? node.value : null;
    };
  }
  return schema;
}
