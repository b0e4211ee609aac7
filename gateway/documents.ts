import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  separateOperations,
  specifiedRules,
  TypeInfo,
  type TypeNode,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { GuardedOperation } from "../subgraphs/shared/droits/guarded-operation";
import type { AccessEnforcer } from "./access";
import { DocumentCache } from "./document-cache";
import { type PlumbingNames, refuseNames } from "./document-names";
import { refuseShape } from "./document-shape";
import { refuseWords } from "./document-words";
import { CACHE, LIMITS } from "./limits";
import { operationName, rootFieldNames } from "./operation";
import { InvalidRequest, Refusal } from "./refusal";
import { validationError } from "./validation-message";

/** An operation that passed the gate, ready to run as often as it comes. */
export interface PreparedOperation {
  /** The operation and its fragments, alone. Always the same object: the plan and the compiled documents hang on it. */
  document: DocumentNode;
  definition: OperationDefinitionNode;
  type: OperationTypeNode;
  /** Name for the logs, the metrics and the register. */
  name: string;
  /** Asks the schema only, no datum. */
  meta: boolean;
  /** Asks `__schema` or `__type`: closed in production, but for who may. */
  introspects: boolean;
  /** Carries an identifier of a person: never in a URL. */
  identifies: boolean;
  access: GuardedOperation | null;
}

export interface DocumentsOptions {
  schema: GraphQLSchema;
  enforcer: AccessEnforcer | null;
  plumbing: PlumbingNames;
  production: boolean;
}

/** Inputs that name a person: they do not travel in a URL. */
const IDENTIFYING_INPUTS = new Set(["IdentifiantInput"]);

interface Known {
  document: DocumentNode;
  operations: Map<string, PreparedOperation>;
}

/** Parses, checks and validates documents, once each. */
export class Documents {
  private readonly known = new DocumentCache<Known>(CACHE.documents, CACHE.bytes);

  constructor(private readonly options: DocumentsOptions) {}

  /** Only looks at a document. Errors: those of `prepare`. */
  check(text: string): void {
    this.checked(text);
  }

  /** Errors: Refusal (the gate), InvalidRequest (syntax, schema, unknown operation). */
  prepare(text: string, name: string | undefined): PreparedOperation {
    let known = this.known.get(text);
    if (!known) {
      known = { document: this.checked(text), operations: new Map() };
      this.known.set(text, known, text.length * CACHE.perChar);
    }
    let operation = known.operations.get(name ?? "");
    if (!operation) {
      operation = this.prepared(known.document, chosen(known.document, name));
      known.operations.set(name ?? "", operation);
    }
    return operation;
  }

  /** A document was planned: its plan, and what is compiled from it, live as long as it is kept. @param bytes of the plan. */
  planned(text: string, bytes: number): void {
    this.known.grow(text, bytes * CACHE.perPlanByte);
  }

  /** For the metrics. */
  get cache(): { count: number; bytes: number; hits: number; misses: number } {
    return this.known;
  }

  private checked(text: string): DocumentNode {
    const { schema, production, plumbing } = this.options;
    if (text.length > LIMITS.documentChars) throw tooLong(text.length, LIMITS.documentChars, "caractères");
    const document = parsed(text);
    refuseWords(text, document);
    refuseIncremental(document);
    refuseShape(document);
    const errors = validate(schema, document, specifiedRules, { maxErrors: 10, hideSuggestions: production });
    if (errors.length > 0) throw new InvalidRequest(errors.map(validationError));
    refuseNames(document, schema, plumbing);
    return document;
  }

  private prepared(whole: DocumentNode, definition: OperationDefinitionNode): PreparedOperation {
    if (definition.operation === "subscription")
      throw unsupported("Les abonnements GraphQL ne sont pas servis : lisez « evenements », ou demandez un webhook avec « abonner ».");
    const { enforcer } = this.options;
    const alone = whole.definitions.length === 1 ? whole : separateOperations(whole)[definition.name?.value ?? ""]!;
    const roots = rootFieldNames(alone, definition);
    const asksSchema = roots.some((root) => root === "__schema" || root === "__type");
    const meta = roots.every((root) => root.startsWith("__"));
    if (asksSchema && !meta)
      throw new Refusal("DOCUMENT_REFUSE", "Demandez le schéma et les données dans deux requêtes distinctes.", { status: 400 });
    return {
      document: alone,
      definition,
      type: definition.operation,
      name: operationName(definition, roots),
      meta,
      introspects: asksSchema,
      identifies: this.identifies(alone),
      access: meta ? null : (enforcer?.guard(alone, definition) ?? null),
    };
  }

  private identifies(document: DocumentNode): boolean {
    const info = new TypeInfo(this.options.schema);
    let found = false;
    const argument = () => {
      const type = info.getInputType();
      if (type && IDENTIFYING_INPUTS.has(getNamedType(type).name)) found = true;
    };
    const variable = (node: { type: TypeNode }) => {
      if (IDENTIFYING_INPUTS.has(namedType(node.type).name.value)) found = true;
    };
    visit(document, visitWithTypeInfo(info, { Argument: argument, ObjectField: argument, VariableDefinition: variable }));
    return found;
  }
}

const namedType = (type: TypeNode): NamedTypeNode => (type.kind === Kind.NAMED_TYPE ? type : namedType(type.type));

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: LIMITS.tokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (/more that \d+ tokens|more than \d+ tokens/.test(error.message)) throw tooLong(null, LIMITS.tokens, "mots");
    throw new InvalidRequest([validationError(error)]);
  }
}

function tooLong(figure: number | null, limit: number, unit: string): Refusal {
  const counted = figure === null ? "plus de" : `${figure.toLocaleString("fr-FR")} ${unit} ; la limite est`;
  return new Refusal(
    "DOCUMENT_REFUSE",
    `La requête compte ${counted} ${limit.toLocaleString("fr-FR")}${figure === null ? ` ${unit}, la limite` : ""}.`,
    {
      status: 400,
      extensions: { mesure: unit, ...(figure === null ? {} : { valeur: figure }), limite: limit },
    },
  );
}

function refuseIncremental(document: DocumentNode): void {
  visit(document, {
    Directive: (node) => {
      if (node.name.value === "defer" || node.name.value === "stream")
        throw unsupported(`La directive @${node.name.value} n’est pas servie : retirez-la.`);
    },
  });
}

const unsupported = (message: string) => new Refusal("OPERATION_NON_PRISE_EN_CHARGE", message, { status: 400 });

/** The operation that the request names, or the only one. */
function chosen(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const found = name === undefined ? operations : operations.filter((operation) => operation.name?.value === name);
  if (found.length === 1) return found[0]!;
  if (operations.length === 0) throw invalid("Le document ne contient aucune opération.");
  if (name === undefined) throw invalid("Le document contient plusieurs opérations : dites laquelle par « operationName ».");
  throw invalid(`Le document ne contient pas d’opération « ${name.slice(0, 100)} ».`);
}

const invalid = (message: string) => new InvalidRequest([{ message, extensions: { code: "DOCUMENT_INVALIDE" } }]);
