import http from "node:http";
import https from "node:https";
import { type DocumentNode, print } from "graphql";
import { leftMs } from "../subgraphs/shared/deadline";
import { proofHeaders } from "../subgraphs/shared/proof";
import { traceHeaders } from "../subgraphs/shared/telemetry";
import { type SubgraphAnswer, SubgraphAwayError, type SubgraphExecutor, SubgraphRefusedError } from "./subgraph-executor";

/** The largest answer that is read: a subgraph that never ends does not fill the memory. */
const LARGEST_ANSWER = 64 * 1024 * 1024;
/** Shorter than the server keeps a connection: a call never starts on a connection that is closing. */
const IDLE_MS = 30_000;
/** Time before the second try of a query. */
const RETRY_MS = 100;

export interface HttpSubgraph {
  execute: SubgraphExecutor;
  close(): void;
}

/** A subgraph behind HTTP: the caller's token goes with each call, and a proof that it comes from this gateway. */
export function httpSubgraph(url: string, secret: string): HttpSubgraph {
  const target = new URL(url.replace(/\/$/, "").endsWith("/graphql") ? url : `${url.replace(/\/$/, "")}/graphql`);
  const secure = target.protocol === "https:";
  const agent = new (secure ? https.Agent : http.Agent)({ keepAlive: true, maxSockets: 64, timeout: IDLE_MS });
  const texts = new WeakMap<DocumentNode, string>();
  const textOf = (document: DocumentNode): string => {
    let text = texts.get(document);
    if (text === undefined) {
      text = JSON.stringify(print(document));
      texts.set(document, text);
    }
    return text;
  };
  const once: SubgraphExecutor = async (call) => {
    const variables = call.variables ? `,"variables":${JSON.stringify(call.variables)}` : "";
    const name = call.operationName ? `,"operationName":${JSON.stringify(call.operationName)}` : "";
    const body = Buffer.from(`{"query":${textOf(call.document)}${variables}${name}}`);
    const { operation, authorization } = call.context;
    const headers = {
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
    return post(secure ? https : http, target, { method: "POST", agent, headers, signal: call.signal }, body);
  };
  return {
    execute: async (call) => {
      try {
        return await once(call);
      } catch (error) {
        // A mutation is never sent twice: it may have been applied before the connection was lost.
        if (!(error instanceof SubgraphAwayError) || call.operationType !== "query" || call.signal.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        return once(call);
      }
    },
    close: () => agent.destroy(),
  };
}

function post(client: typeof http | typeof https, url: URL, options: http.RequestOptions, body: Buffer): Promise<SubgraphAnswer> {
  return new Promise((resolve, reject) => {
    const away = (error: Error) => reject(new SubgraphAwayError(error.message));
    const request = client.request(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER) request.destroy(new Error("réponse trop longue"));
        else chunks.push(chunk);
      });
      response.on("error", away);
      response.on("end", () => {
        try {
          resolve(answerOf(response.statusCode ?? 0, Buffer.concat(chunks).toString("utf8")));
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on("error", away);
    request.end(body);
  });
}

/** HTTP 200 is not success: the body must be a GraphQL answer. */
function answerOf(status: number, text: string): SubgraphAnswer {
  if (status === 401 || status === 403) throw new SubgraphRefusedError(`HTTP ${status}`);
  let answer: SubgraphAnswer | null = null;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new SubgraphAwayError(`HTTP ${status}, réponse illisible`);
  }
  const isObject = typeof answer === "object" && answer !== null && !Array.isArray(answer);
  if (!isObject || typeof (answer!.data ?? null) !== "object" || (!answer!.data && !Array.isArray(answer!.errors)))
    throw new SubgraphAwayError(`HTTP ${status}, réponse sans données`);
  if (status >= 500 || (status >= 300 && status < 400)) throw new SubgraphAwayError(`HTTP ${status}`);
  return answer!;
}
