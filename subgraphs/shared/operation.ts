import { randomUUID } from "node:crypto";

/** What the gateway says of the operation that a subgraph answers a part of. */
export interface Operation {
  /** Made by the gateway for each operation of a client; groups the traces of the five subgraphs. */
  id: string;
  /** Name that the client gave, or its root fields. */
  name: string;
  /** Id of the HTTP request, for the logs. */
  requestId: string;
  /** Instant of `performance.now()` of this process after which nobody waits for the answer; absent: no limit. */
  until?: number;
}

export const newOperation = (name: string, requestId: string = randomUUID()): Operation => ({ id: randomUUID(), name, requestId });
