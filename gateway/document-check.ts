import { buildSchema, type DocumentNode, Kind, type OperationDefinitionNode, parse, valueFromASTUntyped } from "graphql";
import { publicSchemaOf } from "./compose";
import { DocumentCost, refuseCost } from "./document-cost";
import { plumbingNames } from "./document-names";
import { Documents } from "./documents";
import { InvalidRequest, Refusal } from "./refusal";
import { withScalars } from "./scalars";
import { fieldSizes } from "./supergraph-directives";

export interface CheckedDocument {
  /** Its operations, with the cost of each: pages of variables count as their default, else as the schema supposes. */
  operations: { nom: string; nature: string; cout: number }[];
  /** Why the gate refuses it, one sentence each; none: it passes. */
  raisons: string[];
}

/** The gate alone, for documents that are registered before they are asked. */
export function documentCheck(supergraph: string): (text: string) => CheckedDocument {
  const schema = withScalars(buildSchema(publicSchemaOf(supergraph), { assumeValidSDL: true, noLocation: true }));
  const supergraphDocument = parse(supergraph, { noLocation: true });
  const documents = new Documents({ schema, enforcer: null, plumbing: plumbingNames(supergraphDocument), production: false });
  const cost = new DocumentCost(schema, fieldSizes(supergraphDocument));
  const checked = (text: string): CheckedDocument["operations"] =>
    operationsOf(parse(text)).map(({ name }) => {
      const operation = documents.prepare(text, name?.value);
      const cout = cost.of(operation.document, operation.definition, defaultsOf(operation.definition));
      refuseCost(cout);
      return { nom: operation.name, nature: operation.type, cout };
    });
  return (text) => {
    try {
      // The gate first: what it refuses is not even parsed without limits.
      documents.check(text);
      return { operations: checked(text), raisons: [] };
    } catch (error) {
      if (error instanceof InvalidRequest) return { operations: [], raisons: error.errors.map((one) => one.message) };
      if (error instanceof Refusal) return { operations: [], raisons: [error.message] };
      throw error;
    }
  };
}

const operationsOf = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const given = variableDefinitions.filter((one) => one.defaultValue);
  return Object.fromEntries(given.map((one) => [one.variable.name.value, valueFromASTUntyped(one.defaultValue!)]));
}
