import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  isUnionType,
  print,
} from "graphql";

/** What the served API lacks of the contract, or tells otherwise. More types, fields, optional arguments and enum values are no difference. */
export function contractDifferences(contract: GraphQLSchema, served: GraphQLSchema): string[] {
  const differences: string[] = [];
  for (const type of Object.values(contract.getTypeMap())) {
    if (type.name.startsWith("__") || isSpecifiedScalarType(type)) continue;
    const found = served.getType(type.name);
    if (!found) differences.push(`${type.name} manque`);
    else if (found.constructor !== type.constructor) differences.push(`${type.name} a changé de nature`);
    else differences.push(...typeDifferences(type, found));
  }
  return differences;
}

function typeDifferences(type: GraphQLNamedType, found: GraphQLNamedType): string[] {
  if (isEnumType(type) && isEnumType(found)) {
    return missing(type.name, names(type.getValues()), names(found.getValues()));
  }
  if (isUnionType(type) && isUnionType(found)) {
    return missing(type.name, names(type.getTypes()), names(found.getTypes()));
  }
  if (isInputObjectType(type) && isInputObjectType(found)) {
    const [wanted, given] = [Object.values(type.getFields()), Object.values(found.getFields())];
    return [...inputDifferences(type.name, wanted, given), ...added(type.name, wanted, given.filter(isRequiredInputField))];
  }
  if (isObjectType(type) && isObjectType(found)) return objectDifferences(type, found);
  return [];
}

type WithFields = Extract<GraphQLNamedType, { getInterfaces(): unknown; getFields(): unknown }>;

function objectDifferences(type: WithFields, found: WithFields): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const where = `${type.name}.${field.name}`;
    const other = found.getFields()[field.name];
    if (!other) return [`${where} manque`];
    const retyped = String(field.type) === String(other.type) ? [] : [`${where} : ${other.type} au lieu de ${field.type}`];
    return [
      ...retyped,
      ...inputDifferences(where, field.args, other.args),
      ...added(where, field.args, other.args.filter(isRequiredArgument)),
    ];
  });
}

type Input = GraphQLArgument | GraphQLInputField;

function inputDifferences(where: string, wanted: readonly Input[], given: readonly Input[]): string[] {
  return wanted.flatMap((input) => {
    const other = given.find((g) => g.name === input.name);
    if (!other) return [`${where}(${input.name}) manque`];
    return signature(input) === signature(other) ? [] : [`${where}(${input.name}) : ${signature(other)} au lieu de ${signature(input)}`];
  });
}

function signature(input: Input): string {
  const value = astFromValue(input.defaultValue, input.type);
  return value ? `${input.type} = ${print(value)}` : String(input.type);
}

const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
const missing = (where: string, wanted: string[], given: string[]) =>
  wanted.filter((name) => !given.includes(name)).map((name) => `${where}.${name} manque`);
const added = (where: string, wanted: readonly Input[], required: readonly Input[]) =>
  names(required)
    .filter((name) => !names(wanted).includes(name))
    .map((name) => `${where}(${name}) est devenu obligatoire`);
