import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { execute, type GraphQLError, type GraphQLSchema } from "graphql";
import type { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import type { Caller } from "../subgraphs/shared/identity";
import type { Log } from "../subgraphs/shared/log";
import { continueTrace, traced } from "../subgraphs/shared/telemetry";
import { InvalidTokenError, IssuerAwayError, type TokenVerifier } from "../subgraphs/shared/token";
import type { AnswerCost } from "./answer-cost";
import { type CertificatsPresentes, empreinteDe, exigerDuRegistre } from "./certificat";
import type { CostBudget } from "./cost-budget";
import { type DocumentCost, refuseCost } from "./document-cost";
import type { Documents, PreparedOperation } from "./documents";
import type { Engine } from "./engine";
import { whenGone } from "./gone";
import { type Answer, type AnswerType, answerType, writeAnswer, writeRefusal } from "./http-answer";
import { type Params, readParams } from "./http-params";
import { DELAYS } from "./limits";
import type { GatewayMetrics } from "./metrics";
import type { Opening } from "./opening";
import { refuseOverQuota } from "./quota";
import { type AnswerError, InvalidRequest, Refusal } from "./refusal";
import type { RefusedDemands } from "./refused-demands";
import type { RefusedTokens } from "./refused-tokens";
import { retryOfMutation } from "./resilience/mutation-retry";
import type { OperationRoom } from "./resilience/operation-room";
import { slowDown } from "./slowdown";
import { Spending } from "./spending";
import type { GatewayContext } from "./subgraph-executor";
import { tooLate } from "./too-late";
import type { TrustedDocuments } from "./trusted-documents";
import { coercedVariables } from "./variables";

export interface GraphqlHandlerOptions {
  schema: GraphQLSchema;
  documents: Documents;
  trusted: TrustedDocuments;
  /** Closes introspection to clients whose registration does not open it. */
  production: boolean;
  cost: DocumentCost;
  brought: AnswerCost;
  budget: CostBudget;
  engine: Engine;
  verifier: TokenVerifier;
  certificats: CertificatsPresentes;
  clients: RegistreClients;
  opening: Opening;
  /** Absent: no watch is shared, and refused tokens are not counted. */
  refusedTokens: RefusedTokens | null;
  /** Absent: refused demands are written nowhere. */
  refused: RefusedDemands | null;
  metrics: GatewayMetrics;
  room: OperationRoom;
  log: Log;
  /** Milliseconds; by default `DELAYS.operation`. */
  deadline?: number;
}

/** What the log and the metrics say of a request: names and codes only. */
interface Told {
  nature: string;
  operation: string | undefined;
  client: string | undefined;
  status: number;
  codes: string[];
}

/** Who asked hung up while she was made to wait: nothing ran, and nobody reads an answer. */
class ClientGone extends Error {}
const CLIENT_GONE = 499;

/** Answers `/graphql`: identity, document gate, access, plan and execution, in that order. */
export class GraphqlHandler {
  constructor(private readonly options: GraphqlHandlerOptions) {}

  async handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const started = performance.now();
    const until = started + (this.options.deadline ?? DELAYS.operation);
    const told: Told = { nature: "refusee", operation: undefined, client: undefined, status: 500, codes: [] };
    const headers = request.headers as Record<string, string | undefined>;
    await continueTrace(headers, () =>
      traced("passerelle", { "unefois.requete": requestId }, () => this.answer(request, response, { requestId, until }, told)),
    );
    const milliseconds = performance.now() - started;
    const { metrics, log } = this.options;
    metrics.request(told.nature, told.status, milliseconds / 1000);
    for (const code of told.codes) metrics.error(code);
    const { operation, client, status, codes } = told;
    log.info(
      { requete: requestId, operation, client, statut: status, ms: Math.round(milliseconds * 10) / 10, ...(codes.length ? { codes } : {}) },
      "requête",
    );
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    { requestId, until }: { requestId: string; until: number },
    told: Told,
  ): Promise<void> {
    let type: AnswerType = "application/json";
    let spending: Spending | null = null;
    try {
      type = answerType(request);
      const authorization = request.headers.authorization;
      const caller = await this.identify(request, response);
      told.client = caller?.client;
      spending = this.spendingOf(caller);
      await this.options.opening
        .check(caller, () => whenGone(response))
        .catch((refusal) => this.closed(refusal, request, caller, requestId));
      if (response.destroyed) throw new ClientGone();
      const params = await readParams(request);
      const from = { caller, authorization, requestId, until, method: request.method!, slowdown: { ms: 0 } };
      const answer = await this.run(params, from, told, spending);
      await slowDown(from.slowdown, until, response);
      if (answer.errors) told.codes = [...new Set(answer.errors.map((error) => error.extensions.code))];
      told.status = 200;
      writeAnswer(response, 200, type, { ...answer, extensions: { cout: spending.cout() } });
    } catch (error) {
      if (error instanceof ClientGone) {
        told.status = CLIENT_GONE;
        return;
      }
      const refusal = error instanceof Refusal || error instanceof InvalidRequest ? error : this.unexpected(error, requestId, told);
      told.codes = refusal instanceof Refusal ? [refusal.code] : refusal.errors.map((one) => one.extensions.code);
      if (told.nature === "refusee") this.options.metrics.refusal(told.codes[0]!);
      if (!response.headersSent) told.status = writeRefusal(response, type, refusal, spending ? { cout: spending.cout() } : undefined);
    }
  }

  /** A client whose door is closed asked something all the same: it is read only to say what. Errors: the refusal. */
  private async closed(refusal: unknown, request: IncomingMessage, caller: Caller | null, requestId: string): Promise<never> {
    const { refused, trusted, documents, clients } = this.options;
    if (refused && caller && refusal instanceof Refusal)
      await refused.unread(refusal.code, caller, requestId, async () => {
        const params = await readParams(request);
        const operation = documents.prepare(await trusted.textOf(params, clients.client(caller.client)), params.operationName);
        return { operation, variables: params.variables ?? {} };
      });
    throw refusal;
  }

  private spendingOf(caller: Caller | null): Spending {
    const { budget, clients } = this.options;
    return new Spending(budget, caller?.client ?? null, caller ? clients.client(caller.client).budgetCoutParSeconde : 0);
  }

  /** Nobody without a header. Errors: Refusal 401, 503. */
  private async identify(request: IncomingMessage, response: ServerResponse): Promise<Caller | null> {
    try {
      const { verifier, certificats, clients } = this.options;
      const certificat = certificats.de(request);
      const caller = await verifier.verify(request.headers.authorization, certificat && empreinteDe(certificat));
      if (caller) exigerDuRegistre(caller, clients.client(caller.client));
      return caller;
    } catch (error) {
      if (error instanceof InvalidTokenError) {
        await this.options.refusedTokens?.refused(request, () => whenGone(response));
        const headers = { "www-authenticate": 'Bearer realm="unefois", error="invalid_token"' };
        throw new Refusal("UNAUTHENTICATED", error.message, { status: 401, headers });
      }
      if (error instanceof IssuerAwayError) {
        this.options.log.warn({ err: error.cause }, "les clés de l’émetteur de jetons ne se lisent pas");
        throw new Refusal("EMETTEUR_INDISPONIBLE", error.message, { status: 503, headers: { "retry-after": "5" } });
      }
      throw error;
    }
  }

  private async run(
    params: Params,
    from: Pick<GatewayContext, "caller" | "authorization" | "slowdown"> & { requestId: string; until: number; method: string },
    told: Told,
    spending: Spending,
  ): Promise<Answer> {
    const { documents, schema, cost, brought, trusted, clients } = this.options;
    const client = from.caller ? clients.client(from.caller.client) : null;
    const text = await trusted.textOf(params, client);
    const operation = documents.prepare(text, params.operationName);
    if (operation.introspects && this.options.production && !client?.introspection) throw introspectionClosed();
    told.operation = operation.name;
    refuseInUrl(operation, from.method);
    const variables = coercedVariables(schema, operation, params.variables);
    const asked = cost.of(operation.document, operation.definition, variables);
    spending.asks(asked);
    refuseCost(asked);
    told.nature = operation.type;
    if (operation.meta) return this.ofSchema(operation, variables);
    const verdict = operation.access?.verdict(from.caller, variables);
    const { requestId } = from;
    const asking = { caller: from.caller, operation, variables, told: { id: randomUUID(), name: operation.name, requestId } };
    if (verdict && verdict.errors.length > 0) this.options.refused?.fields(asking, verdict.errors);
    if (verdict && !verdict.document) return { data: verdict.mask(null), errors: verdict.errors };
    await spending.take();
    const document = verdict?.document ?? operation.document;
    const context = {
      caller: from.caller,
      authorization: from.authorization,
      slowdown: from.slowdown,
      operation: { ...asking.told, until: from.until },
    };
    const operationType = operation.type as "query" | "mutation";
    const { engine, room } = this.options;
    const result = await inTime(from.until, operationType, () =>
      room.run(asked, async () => {
        documents.planned(text, await engine.plan(document, from.caller?.client ?? "", from.until));
        return engine.execute({ document, variables, operationType, context });
      }),
    ).catch((error) => {
      // Nothing ran: what the client asked for is not spent.
      if (error instanceof Refusal && error.code === "SURCHARGE") spending.brought(0);
      throw error;
    });
    refuseOverQuota(result.errors, (code) => this.options.refused?.whole(asking, code));
    const data = verdict ? verdict.mask(result.data ?? null) : (result.data ?? null);
    spending.brought(brought.of(operation.document, operation.definition, data));
    const errors = [
      ...(verdict?.errors ?? []),
      ...(result.errors ?? []).map((error) => this.readable(error as GraphQLError, from.requestId)),
    ];
    if (errors.length === 0) return { data };
    return { errors: operationType === "mutation" ? retryOfMutation(errors, data) : errors, data };
  }

  /** `__schema`, `__type` and `__typename`: no subgraph is asked. */
  private async ofSchema(operation: PreparedOperation, variableValues: Record<string, unknown>): Promise<Answer> {
    const result = await execute({ schema: this.options.schema, document: operation.document, variableValues });
    return result as Answer;
  }

  /** An error that leaves the gateway carries a code of the hub; another one stays in the log. */
  private readable(error: GraphQLError, requestId: string): AnswerError {
    const { code, stacktrace, exception, ...told } = error.extensions ?? {};
    // A subgraph of another make may tell its inside under the code that everyone uses for it.
    if (typeof code === "string" && code !== "INTERNAL_SERVER_ERROR")
      return { message: error.message, ...(error.path ? { path: error.path } : {}), extensions: { ...told, code } };
    this.options.log.error({ requete: requestId, err: error, chemin: error.path?.join(".") }, "erreur interne ou sans code");
    return { ...internal(requestId), ...(error.path ? { path: error.path } : {}) };
  }

  private unexpected(error: unknown, requestId: string, told: Told): Refusal {
    this.options.log.error({ requete: requestId, operation: told.operation, err: error }, "erreur inattendue");
    const { message, extensions } = internal(requestId);
    return new Refusal("INTERNAL_SERVER_ERROR", message, { status: 500, extensions });
  }
}

function internal(requestId: string): AnswerError {
  const message = `Erreur interne. Donnez cette référence à l’exploitant : ${requestId}.`;
  return { message, extensions: { code: "INTERNAL_SERVER_ERROR", requete: requestId } };
}

/** The work, given up at its deadline: the processes and the subgraphs at work on it stop at the same instant. Errors: Refusal DELAI_DEPASSE. */
async function inTime<T>(until: number, type: "query" | "mutation", work: () => Promise<T>): Promise<T> {
  const limit = until - performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate(limit, type === "mutation" ? "AVEC_LA_MEME_CLE" : "TEL_QUEL")), Math.max(0, limit));
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

const introspectionClosed = () =>
  new Refusal("INTROSPECTION_FERMEE", "L’introspection est fermée en production : lisez schema/api.graphql.", { status: 400 });

/** What changes something, or names a person, never travels in a URL: it would stay in logs. */
function refuseInUrl(operation: PreparedOperation, method: string): void {
  if (method !== "GET" || (operation.type === "query" && !operation.identifies)) return;
  const why =
    operation.type === "query" ? "Un identifiant de personne ne voyage pas dans une adresse" : "Une modification ne se demande pas par GET";
  throw new Refusal("METHODE_REFUSEE", `${why} : envoyez la requête par POST.`, { status: 405, headers: { allow: "POST" } });
}
