import type { ServerResponse } from "node:http";

/** Aborted once nobody is there to read the answer. Made by who waits, and by nobody else. */
export function whenGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.closed || response.destroyed) gone.abort();
  else response.once("close", () => gone.abort());
  return gone.signal;
}
