import { createHash } from "node:crypto";
import type { Writable } from "node:stream";
import type pg from "pg";

const names = new Map<string, string>();
/** A stable name for a prepared statement: PostgreSQL keeps its plan, and the text is sent once a connection. */
export function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `u${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
    names.set(text, name);
  }
  return name;
}

const corked = new WeakSet<pg.PoolClient>();
/** Statements of one turn of the event loop leave in one packet: a system call for each is what pipelining costs most. */
export function together(client: pg.PoolClient): void {
  const stream = (client as unknown as { connection?: { stream?: Writable } }).connection?.stream;
  if (!stream || corked.has(client)) return;
  corked.add(client);
  stream.cork();
  setImmediate(() => {
    corked.delete(client);
    stream.uncork();
  });
}
