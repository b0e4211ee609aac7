import http from "node:http";
import https from "node:https";
import { type DocumentNode, print } from "graphql";
import { leftMs } from "../subgraphs/shared/deadline";
import { NOT_BEGUN } from "../subgraphs/shared/drain";
import { proofHeaders } from "../subgraphs/shared/proof";
import { traceHeaders } from "../subgraphs/shared/telemetry";
import { addressesOf, followAddresses } from "./resilience/addresses";
import {
  type SubgraphAnswer,
  SubgraphAwayError,
  type SubgraphCall,
  type SubgraphExecutor,
  SubgraphRefusedError,
} from "./subgraph-executor";

/** The largest answer that is read: a subgraph that never ends does not fill the memory. */
const LARGEST_ANSWER = 64 * 1024 * 1024;
/** Shorter than the server keeps a connection: a call never starts on a connection that is closing. */
const IDLE_MS = 30_000;
/** Time before the second try at the same address. */
const RETRY_MS = 100;
/** Time to open a connection: a machine that is gone does not answer at all. */
const CONNECT_MS = 1_500;
const NO_CONNECTION = "ECONNECTLATE";
/** The call did not leave this machine. */
const NOT_LEFT = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", NO_CONNECTION]);

export interface HttpSubgraph {
  execute: SubgraphExecutor;
  close(): void;
}

/** A subgraph behind HTTP: the caller's token goes with each call, and a proof that it comes from this gateway.
 * @param urls one address, or several separated by commas. */
export function httpSubgraph(urls: string, secret: string): HttpSubgraph {
  const addresses = followAddresses(addressesOf(urls).map(graphqlOf));
  const agents = { "http:": new http.Agent(AGENT), "https:": new https.Agent(AGENT) };
  const textOf = documentTexts();
  const send = (target: URL, call: SubgraphCall): Promise<SubgraphAnswer> => {
    const body = bodyOf(call, textOf);
    const headers = headersOf(call, body, secret);
    const secure = target.protocol === "https:";
    const agent = agents[secure ? "https:" : "http:"];
    return post(secure ? https : http, target, { method: "POST", agent, headers, signal: call.signal }, body);
  };
  return {
    execute: async (call) => {
      const order = addresses.inOrder();
      const targets = order.length > 1 ? order : [order[0]!, order[0]!];
      for (let tried = 0, repeated = false; ; tried++) {
        const target = targets[tried]!;
        try {
          return await send(target, call);
        } catch (error) {
          if (!(error instanceof SubgraphAwayError) || call.signal.aborted || tried + 1 === targets.length) throw error;
          // What left may have been done: a question is asked once more, a mutation never.
          if (error.left && (call.operationType !== "query" || repeated)) throw error;
          repeated ||= error.left;
          addresses.away(target);
          if (targets[tried + 1] === target) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
      }
    },
    close: () => {
      addresses.close();
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

const AGENT = { keepAlive: true, maxSockets: 64, timeout: IDLE_MS };

const graphqlOf = (url: string): string => (url.replace(/\/$/, "").endsWith("/graphql") ? url : `${url.replace(/\/$/, "")}/graphql`);

/** The text of a document, printed once. */
function documentTexts(): (document: DocumentNode) => string {
  const texts = new WeakMap<DocumentNode, string>();
  return (document) => {
    let text = texts.get(document);
    if (text === undefined) {
      text = JSON.stringify(print(document));
      texts.set(document, text);
    }
    return text;
  };
}

function bodyOf(call: SubgraphCall, textOf: (document: DocumentNode) => string): Buffer {
  const variables = call.variables ? `,"variables":${JSON.stringify(call.variables)}` : "";
  const name = call.operationName ? `,"operationName":${JSON.stringify(call.operationName)}` : "";
  return Buffer.from(`{"query":${textOf(call.document)}${variables}${name}}`);
}

/** Made for each try: a proof carries its instant. */
function headersOf({ context }: SubgraphCall, body: Buffer, secret: string): Record<string, string> {
  const { operation, authorization } = context;
  return {
    "content-type": "application/json",
    accept: "application/json",
    "content-length": String(body.length),
    ...(authorization ? { authorization } : {}),
    ...traceHeaders(),
    ...proofHeaders(secret, {
      operationId: operation.id,
      operationName: operation.name,
      requestId: operation.requestId,
      authorization,
      body,
      leftMs: leftMs(operation.until),
    }),
  };
}

function post(client: typeof http | typeof https, url: URL, options: http.RequestOptions, body: Buffer): Promise<SubgraphAnswer> {
  return new Promise((resolve, reject) => {
    const away = (error: NodeJS.ErrnoException) => reject(new SubgraphAwayError(error.message, !NOT_LEFT.has(error.code ?? "")));
    const request = client.request(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER) request.destroy(new Error("réponse trop longue"));
        else chunks.push(chunk);
      });
      // What was read of an answer that is refused is let go at once, before the second try reads as much.
      response.on("close", () => {
        chunks.length = 0;
      });
      response.on("error", away);
      response.on("end", () => {
        try {
          resolve(answerOf(response, Buffer.concat(chunks).toString("utf8")));
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on("error", away);
    boundConnection(request);
    request.end(body);
  });
}

function boundConnection(request: http.ClientRequest): void {
  request.once("socket", (socket) => {
    if (!socket.connecting) return;
    const late = setTimeout(() => {
      request.destroy(Object.assign(new Error(`pas de connexion en ${CONNECT_MS} ms`), { code: NO_CONNECTION }));
    }, CONNECT_MS);
    const done = () => clearTimeout(late);
    socket.once("connect", done).once("close", done);
  });
}

/** HTTP 200 is not success: the body must be a GraphQL answer. */
function answerOf({ statusCode: status = 0, headers }: http.IncomingMessage, text: string): SubgraphAnswer {
  if (status === 401 || status === 403) throw new SubgraphRefusedError(`HTTP ${status}`);
  if (status === 503 && headers[NOT_BEGUN] !== undefined) throw new SubgraphAwayError("arrêt en cours", false);
  let answer: SubgraphAnswer | null = null;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new SubgraphAwayError(`HTTP ${status}, réponse illisible`, true);
  }
  const isObject = typeof answer === "object" && answer !== null && !Array.isArray(answer);
  if (!isObject || typeof (answer!.data ?? null) !== "object" || (!answer!.data && !Array.isArray(answer!.errors))) {
    throw new SubgraphAwayError(`HTTP ${status}, réponse sans données`, true);
  }
  if (status >= 500 || (status >= 300 && status < 400)) throw new SubgraphAwayError(`HTTP ${status}`, true);
  return answer!;
}
