import { createHash, createHmac } from "node:crypto";
import type { Operation } from "./operation";
import { sameBytes } from "./same-bytes";

/** What the gateway says of a call, and signs. */
export interface ProvedCall {
  operationId: string;
  operationName: string;
  requestId: string;
  /** `Authorization` header of the client, or nothing: the proof of one caller does not serve another. */
  authorization: string | undefined;
  body: string | Buffer;
  /** Milliseconds that the operation has left; null: no limit. */
  leftMs?: number | null;
}

/** Names of the headers between gateway and subgraph. */
export const HEADERS = {
  operationId: "x-unefois-operation-id",
  operationName: "x-unefois-operation",
  requestId: "x-request-id",
  timestamp: "x-unefois-horodatage",
  left: "x-unefois-delai",
  proof: "x-unefois-preuve",
} as const;

/** How old a proof may be, either way: two clocks differ. */
const WINDOW_MS = 60_000;

/** Headers that prove that a call comes from the gateway: HMAC-SHA256 over the instant, the operation, the caller and the body. */
export function proofHeaders(secret: string, call: ProvedCall, now: number = Date.now()): Record<string, string> {
  const timestamp = String(now);
  return {
    [HEADERS.operationId]: call.operationId,
    [HEADERS.operationName]: call.operationName,
    [HEADERS.requestId]: call.requestId,
    [HEADERS.timestamp]: timestamp,
    ...(call.leftMs ? { [HEADERS.left]: String(call.leftMs) } : {}),
    [HEADERS.proof]: signature(secret, call, timestamp).toString("base64url"),
  };
}

type Headers = Record<string, string | string[] | undefined>;

/** The operation that a proved call names, or null when the proof is missing, wrong or out of its 60 seconds. */
export function verifyProof(secret: string, headers: Headers, body: string | Buffer, now: number = Date.now()): Operation | null {
  const read = (name: string) => (typeof headers[name] === "string" ? (headers[name] as string) : "");
  const [id, name, requestId, timestamp] = [
    read(HEADERS.operationId),
    read(HEADERS.operationName),
    read(HEADERS.requestId),
    read(HEADERS.timestamp),
  ];
  if (!/^\d{1,16}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > WINDOW_MS || id === "") return null;
  const authorization = read("authorization") || undefined;
  if (!/^\d{0,10}$/.test(read(HEADERS.left))) return null;
  const leftMs = Number(read(HEADERS.left)) || null;
  const expected = signature(secret, { operationId: id, operationName: name, requestId, authorization, body, leftMs }, timestamp);
  const given = Buffer.from(read(HEADERS.proof), "base64url");
  if (!sameBytes(expected, given)) return null;
  return { id, name, requestId, ...(leftMs === null ? {} : { until: performance.now() + leftMs }) };
}

const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("base64url");

/** Parts are joined by line ends, which no header can carry. */
function signature(secret: string, call: ProvedCall, timestamp: string): Buffer {
  const { operationId, operationName, requestId, authorization = "", body, leftMs } = call;
  const parts = [timestamp, operationId, operationName, requestId, String(leftMs ?? ""), sha256(authorization), sha256(body)];
  return createHmac("sha256", secret).update(parts.join("\n")).digest();
}
