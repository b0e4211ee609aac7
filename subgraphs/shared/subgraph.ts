import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import { RegistreClients } from "./clients/registre-clients";
import { RequestContext } from "./context";
import type { Database } from "./database";
import { outageOf } from "./database-errors";
import { errorsOf, subgraphGuard } from "./droits/subgraph-guard";
import type { SubgraphSchema } from "./federation";
import type { Caller } from "./identity";
import type { Log } from "./log";
import { noteRefusal, noteRefusals } from "./noted-refusal";
import type { Operation } from "./operation";
import { personalDatumIn, personalPaths } from "./personal-answer";
import type { Reessai } from "./reessai";
import type { SubgraphName } from "./settings";
import { traced } from "./telemetry";
import { personnesDemandees } from "./veille/personnes-demandees";
import type { Veille } from "./veille/veille";

export interface SubgraphRequest {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  operationName?: string;
  caller: Caller | null;
  operation: Operation;
  now?: () => Date;
  /** Told when an idempotency key gives an earlier result again. */
  onReplay?: () => void;
}

/** A subgraph that runs: the same in the process of the gateway and alone behind HTTP. */
export interface Subgraph extends SubgraphSchema {
  name: SubgraphName;
  database: Database;
  /** Who counts the people that it shows; absent: it serves the operator only. */
  veille?: Veille;
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
}

export interface SubgraphOptions {
  /** Who may ask, and how far; the demo's without. */
  clients?: RegistreClients;
  /** Counts the people who are shown; without it the subgraph serves nobody but the operator. */
  veille?: Veille;
  /** Applies the classes of data; those of the schema without. Only the bench gives another one, to tell what it costs (`.dependency-cruiser.cjs`). */
  guard?: ReturnType<typeof subgraphGuard>;
}

/** Makes a subgraph runnable: compiles each document once, opens a context for each request and ends it before the answer leaves. */
export function createSubgraph(
  name: SubgraphName,
  { sdl, schema }: SubgraphSchema,
  database: Database,
  log: Log,
  { clients = RegistreClients.open(null), veille, guard = subgraphGuard(schema) }: SubgraphOptions = {},
): Subgraph {
  const run = documentRunner(schema);
  const fields = fieldReader(schema);
  const personal = personalPaths(schema);
  return {
    name,
    sdl,
    schema,
    database,
    veille,
    execute: (request) =>
      traced(`sous-graphe ${name}`, { "unefois.operation": request.operation.name }, async () => {
        const verdict = guard(request);
        const { document } = verdict;
        const asked = { lieu: name, request, champs: () => askedBy(request, fields) };
        if (!document) {
          noteRefusal(veille, asked, { motif: "FORBIDDEN" });
          return { data: verdict.mask(null), errors: errorsOf(verdict) };
        }
        const context = new RequestContext({
          caller: request.caller,
          operation: request.operation,
          now: request.now,
          onReplay: request.onReplay,
          clients,
          veille,
          database,
          subgraph: name,
          fields: fields(document),
        });
        context.personnes.demandee(personnesDemandees(document, request.variables));
        const result = await run({ ...request, document }, context).catch((error) => ({ errors: [error] }) as ExecutionResult);
        const errors = [
          ...errorsOf(verdict),
          ...(result.errors ?? []).map((error) => reessayable(readable(error, request.operation, log), context)),
        ];
        const data = verdict.mask(result.data ?? null);
        // No register, no data: what says something of a person leaves with the trace of whom it was about, or not at all.
        const untraced = context.noted || !data ? null : personalDatumIn(data, personal(document));
        const answer = errors.length > 0 ? { data, errors } : { data };
        const ended =
          untraced === null
            ? await endOf(context, answer, request.operation, log)
            : await withheld(context, untraced, request.operation, log);
        noteRefusals(veille, asked, context, answer.errors ?? []);
        // Waited for by the gateway, once every place is given back.
        return context.attente > 0 ? { ...ended, extensions: { attenteMs: context.attente } } : ended;
      }),
  };
}

/** An answer that no trace goes with: the resolver of that coordinate forgot `ctx.saw` or `trace`. */
async function withheld(context: RequestContext, coordinate: string, operation: Operation, log: Log): Promise<ExecutionResult> {
  await context.abandon();
  return { data: null, errors: [readable(new Error(`${coordinate} : donnée d’une personne sans trace.`), operation, log)] };
}

/** Writes the register and commits; when that fails, no datum leaves. */
async function endOf(context: RequestContext, result: ExecutionResult, operation: Operation, log: Log): Promise<ExecutionResult> {
  try {
    await context.end();
    return result;
  } catch (error) {
    await context.abandon();
    return { data: null, errors: [reessayable(readable(error as Error, operation, log), context)] };
  }
}

/** After a write that was kept, an outage says so: only the same idempotency key may follow. */
function reessayable(error: GraphQLError, context: RequestContext): GraphQLError {
  if (context.wrote && error.extensions.reessai === "TEL_QUEL") error.extensions.reessai = "AVEC_LA_MEME_CLE" satisfies Reessai;
  return error;
}

type Runner = (request: SubgraphRequest, context: RequestContext) => Promise<ExecutionResult>;

/** The router hands the same document object for the same plan: it is compiled once. */
function documentRunner(schema: GraphQLSchema): Runner {
  const compiled = new WeakMap<DocumentNode, ReturnType<typeof compileQuery<any, any>>>();
  return async ({ document, variables, operationName }, contextValue) => {
    let query = compiled.get(document);
    if (!query) {
      query = compileQuery<any, any>(schema, document, operationName);
      compiled.set(document, query);
    }
    if (isCompiledQuery(query)) return query.query(undefined, contextValue, variables ?? {});
    return execute({ schema, document, variableValues: variables, contextValue, operationName });
  };
}

/** Coordinates of personal data that a document reads, once a document. Plumbing (pages, cursors, `_entities`) is left out. */
function fieldReader(schema: GraphQLSchema): (document: DocumentNode) => readonly string[] {
  const known = new WeakMap<DocumentNode, readonly string[]>();
  const plumbing = /^(Query|Mutation|PageInfo|.*Connection|.*Edge|_.*)$/;
  return (document) => {
    let fields = known.get(document);
    if (!fields) {
      const found = new Set<string>();
      const info = new TypeInfo(schema);
      visit(
        document,
        visitWithTypeInfo(info, {
          Field(node) {
            const parent = info.getParentType()?.name;
            if (parent && !plumbing.test(parent) && !node.name.value.startsWith("__")) found.add(`${parent}.${node.name.value}`);
          },
        }),
      );
      fields = [...found].sort();
      known.set(document, fields);
    }
    return fields;
  };
}

/** What a refused demand asked: its mutations, and the data of people that it read. */
function askedBy({ document, operationName }: SubgraphRequest, fields: (document: DocumentNode) => readonly string[]): string[] {
  const operation = getOperationAST(document, operationName);
  const acts = operation?.operation === "mutation" ? operation.selectionSet.selections : [];
  return [...acts.flatMap((act) => (act.kind === Kind.FIELD ? `Mutation.${act.name.value}` : [])), ...fields(document)];
}

/** What the caller may read of an error. An unexpected one keeps its cause in the log, under the request id.
 * graphql-jit gives errors whose `extensions` are read-only, which the gateway engine writes to: they are made again. */
function readable(error: Error, operation: Operation, log: Log): GraphQLError {
  const from = error as GraphQLError;
  const told = (from.originalError ?? from) as GraphQLError;
  const cause = outageOf(told) ?? told;
  const code = cause.extensions?.code ?? from.extensions?.code;
  const location = { path: from.path, nodes: from.nodes };
  if (typeof code === "string" && code !== "INTERNAL_SERVER_ERROR") {
    return new GraphQLError(cause.message ?? from.message, { ...location, extensions: { ...(cause.extensions ?? from.extensions) } });
  }
  const argument = /^Argument "(\w+)" has invalid value/.exec(from.message)?.[1];
  if (argument) {
    const message = `L’argument « ${argument} » n’a pas la forme voulue.`;
    return new GraphQLError(message, { ...location, extensions: { code: "ARGUMENT_INVALIDE" } });
  }
  log.error({ err: cause, requete: operation.requestId, operation: operation.name, chemin: from.path?.join(".") }, "erreur inattendue");
  const message = `Erreur interne. Donnez cette référence à l’exploitant : ${operation.requestId}.`;
  return new GraphQLError(message, { ...location, extensions: { code: "INTERNAL_SERVER_ERROR", requete: operation.requestId } });
}
