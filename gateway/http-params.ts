import type { IncomingMessage } from "node:http";
import { readBody } from "./http-body";
import { type GatewayCode, Refusal } from "./refusal";

/** What a GraphQL request says, whatever the method. */
export interface Params {
  /** Text of the document; absent when only its hash is given. */
  query: string | undefined;
  /** SHA-256 of a registered document, hexadecimal: `documentId`, or `extensions.persistedQuery.sha256Hash`. */
  hash: string | undefined;
  operationName: string | undefined;
  variables: Record<string, unknown> | undefined;
}

/** Reads a GraphQL over HTTP request. Errors: Refusal with 400, 405, 413 or 415. */
export async function readParams(request: IncomingMessage): Promise<Params> {
  if (request.method === "GET") return checked(fromUrl(request.url ?? ""));
  if (request.method !== "POST") {
    throw refused("METHODE_REFUSEE", "Envoyez la requête par POST, ou par GET si elle ne fait que lire.", 405, { allow: "GET, POST" });
  }
  const [type, ...parameters] = (request.headers["content-type"] ?? "").toLowerCase().replace(/\s/g, "").split(";");
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  if (type !== "application/json" || (charset !== undefined && charset !== "charset=utf-8")) {
    throw refused("FORMAT_REFUSE", "Le corps doit être du JSON en UTF-8 : « Content-Type: application/json ».", 415);
  }
  return checked(json(await readBody(request), "Le corps"));
}

function fromUrl(url: string): Record<string, unknown> {
  const search = new URLSearchParams(url.slice(url.indexOf("?") + 1 || url.length));
  const read = (name: string) => search.get(name) || undefined;
  const parsed = (name: string) => (read(name) === undefined ? undefined : json(read(name)!, `Le paramètre « ${name} »`));
  return {
    query: read("query"),
    documentId: read("documentId"),
    operationName: read("operationName"),
    variables: parsed("variables"),
    extensions: parsed("extensions"),
  };
}

function json(text: string, what: string): any {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(`${what} n’est pas du JSON.`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function checked(params: unknown): Params {
  if (Array.isArray(params)) throw refused("LOT_REFUSE", "Les lots de requêtes ne sont pas acceptés : envoyez une requête à la fois.", 400);
  if (!isObject(params)) throw unreadable("Le corps doit être un objet JSON qui porte « query ».");
  const { query, documentId, operationName, variables, extensions } = params;
  if (query !== undefined && query !== null && typeof query !== "string") throw unreadable("« query » doit être un texte.");
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string")
    throw unreadable("« operationName » doit être un texte.");
  if (variables !== undefined && variables !== null && !isObject(variables)) throw unreadable("« variables » doit être un objet.");
  if (extensions !== undefined && extensions !== null && !isObject(extensions)) throw unreadable("« extensions » doit être un objet.");
  const hash = hashOf(documentId, extensions);
  if (!query && hash === undefined)
    throw unreadable("Le texte de la requête manque : donnez « query », ou l’empreinte d’un document enregistré.");
  return {
    query: (query as string | null) || undefined,
    hash,
    operationName: (operationName as string | null) || undefined,
    variables: (variables as Params["variables"] | null) ?? undefined,
  };
}

/** The hash of a registered document, in either of the two ways that clients say it. */
function hashOf(documentId: unknown, extensions: unknown): string | undefined {
  const persisted = isObject(extensions) ? extensions.persistedQuery : undefined;
  const given = documentId ?? (isObject(persisted) ? persisted.sha256Hash : undefined);
  if (given === undefined || given === null) return undefined;
  const hash = typeof given === "string" ? /^(?:sha256:)?([0-9a-f]{64})$/.exec(given)?.[1] : undefined;
  if (!hash) throw unreadable("L’empreinte d’un document est son SHA-256 en hexadécimal : « documentId »: « sha256:… ».");
  return hash;
}

const unreadable = (message: string) => refused("REQUETE_ILLISIBLE", message, 400);
const refused = (code: GatewayCode, message: string, status: number, headers?: Record<string, string>) =>
  new Refusal(code, message, { status, headers });
