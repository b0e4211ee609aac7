import type { IncomingMessage, ServerResponse } from "node:http";
import { type AnswerError, InvalidRequest, Refusal } from "./refusal";
import type { Cout } from "./spending";

export const GRAPHQL_TYPE = "application/graphql-response+json";
const JSON_TYPE = "application/json";
export type AnswerType = typeof GRAPHQL_TYPE | typeof JSON_TYPE;

/** The media type of the answer that the client accepts, after GraphQL over HTTP. Errors: Refusal (406). */
export function answerType(request: IncomingMessage): AnswerType {
  const header = request.headers.accept;
  if (header === undefined || header === "" || header === "*/*" || header === JSON_TYPE) return JSON_TYPE;
  for (const one of header.toLowerCase().replace(/\s/g, "").split(",")) {
    const [type, ...parameters] = one.split(";");
    const charset = parameters.find((parameter) => parameter.startsWith("charset="));
    if (charset !== undefined && charset !== "charset=utf-8" && charset !== "charset=utf8") continue;
    if (type === GRAPHQL_TYPE) return GRAPHQL_TYPE;
    if (type === JSON_TYPE || type === "application/*" || type === "*/*") return JSON_TYPE;
  }
  throw new Refusal("FORMAT_REFUSE", `La réponse est en ${JSON_TYPE} ou ${GRAPHQL_TYPE} : acceptez l’un des deux (« Accept »).`, {
    status: 406,
  });
}

export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: readonly AnswerError[];
  extensions?: { cout: Cout };
}

/** Writes an answer. A well-formed request is answered 200 in plain JSON, as the specification asks. */
export function writeAnswer(
  response: ServerResponse,
  status: number,
  type: AnswerType,
  answer: Answer,
  headers?: Record<string, string>,
): void {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-length": body.length, ...headers });
  response.end(body);
}

/** Writes why a request did not run. Returns the HTTP status. */
export function writeRefusal(
  response: ServerResponse,
  type: AnswerType,
  error: Refusal | InvalidRequest,
  extensions?: Answer["extensions"],
): number {
  if (error instanceof InvalidRequest) {
    const status = type === JSON_TYPE ? 200 : 400;
    writeAnswer(response, status, type, { errors: error.errors, extensions });
    return status;
  }
  writeAnswer(response, error.status, type, { errors: [error.toError()], extensions }, error.headers);
  return error.status;
}
