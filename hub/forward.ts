import type { IncomingMessage, ServerResponse } from "node:http";
import type { Addresses } from "../gateway/resilience/addresses";
import { NOT_BEGUN } from "../subgraphs/shared/drain";
import { rawBody } from "../subgraphs/shared/raw-body";

/** Headers of one connection, not of the message. */
const HOP = ["host", "connection", "keep-alive", "content-length", "transfer-encoding", "content-encoding"];
/** More than any receiver takes: the receiver says its own limit. */
const LARGEST_BODY = 2 * 1024 * 1024;
const TIMEOUT_MS = 10_000;
const NEVER_LEFT = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** Hands a request on as it is (a signature is over the raw body), and its answer back, redirections and cookies with it.
 * A copy that is gone or going has begun nothing: the next one is asked. @param away what is told when none answers. */
export function forward(addresses: Addresses, away: string) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    handOn(request, response, addresses).catch(() => {
      if (response.headersSent) return void response.destroy();
      const headers = { "content-type": "application/json; charset=utf-8", "retry-after": "5" };
      response.writeHead(503, headers).end(JSON.stringify({ code: "SOUS_GRAPHE_INDISPONIBLE", erreur: away }));
    });
  };
}

async function handOn(request: IncomingMessage, response: ServerResponse, addresses: Addresses): Promise<void> {
  const body = await rawBody(request, LARGEST_BODY);
  if (body === null) {
    const headers = { "content-type": "application/json; charset=utf-8", connection: "close" };
    return void response.writeHead(413, headers).end(JSON.stringify({ erreur: "Le corps de la requête est trop lourd." }));
  }
  const answer = await firstAnswer(request, body, addresses);
  const content = Buffer.from(await answer.arrayBuffer());
  for (const [name, value] of answer.headers) if (!HOP.includes(name) && name !== "set-cookie") response.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  response.writeHead(answer.status).end(content);
}

async function firstAnswer(request: IncomingMessage, body: Buffer, addresses: Addresses): Promise<Response> {
  const order = addresses.inOrder();
  for (const [rank, address] of order.entries()) {
    const last = rank + 1 === order.length;
    try {
      const answer = await send(request, body, address);
      if (last || !answer.headers.has(NOT_BEGUN)) return answer;
    } catch (error) {
      const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? "";
      const harmless = request.method === "GET" || request.method === "HEAD";
      if (last || !(harmless || NEVER_LEFT.has(code))) throw error;
    }
    addresses.away(address);
  }
  throw new Error("aucune adresse");
}

function send(request: IncomingMessage, body: Buffer, address: URL): Promise<Response> {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.includes(name)));
  return fetch(`${address.origin}${request.url}`, {
    method: request.method,
    headers: headers as Record<string, string>,
    body: body.length > 0 ? new Uint8Array(body) : undefined,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}
