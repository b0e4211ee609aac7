import type http from "node:http";

/** Says in a 503 that nothing of the call was begun: whoever called may send it elsewhere, even when it changes something. */
export const NOT_BEGUN = "x-unefois-non-traite";

/** How a server leaves without failing a request. Durations in milliseconds. */
export interface Leaving {
  /** Between « not ready » on /readyz and the end of listening: whoever balances the load has turned away by then. */
  graceMs: number;
  /** Longest wait for the requests in flight after that. */
  flightMs?: number;
}

export interface Drain {
  /** True from the moment it is asked to leave: /readyz says 503. */
  readonly leaving: boolean;
  /** True once the grace is over: what still comes must not be begun. */
  readonly closed: boolean;
  /** Leaves; resolves when no connection is left. Asked twice, leaves once. */
  close(leaving: Leaving): Promise<void>;
}

/** Longer than the deadline of an operation. */
const FLIGHT_MS = 35_000;
const SWEEP_MS = 25;
/** After the grace, connections that others keep open are still answered (« not begun ») for that long: nobody's call meets a closed door. */
const LAST_CALLS_MS = 250;

/** Makes a server leave politely: connections are given back with the answers (`connection: close`), what runs ends. */
export function drainOf(server: http.Server): Drain {
  let leaving = false;
  let closed = false;
  let done: Promise<void> | null = null;
  server.prependListener("request", (_request: http.IncomingMessage, response: http.ServerResponse) => {
    if (leaving) response.setHeader("connection", "close");
  });
  const leave = async ({ graceMs, flightMs = FLIGHT_MS }: Leaving): Promise<void> => {
    leaving = true;
    if (graceMs > 0) await new Promise((resolve) => setTimeout(resolve, graceMs));
    closed = true;
    const ended = new Promise((resolve) => server.close(resolve));
    if (graceMs > 0) await new Promise((resolve) => setTimeout(resolve, LAST_CALLS_MS));
    server.closeIdleConnections();
    // A connection that was busy goes idle with its last answer.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const late = setTimeout(() => server.closeAllConnections(), flightMs);
    await ended;
    clearInterval(sweep);
    clearTimeout(late);
  };
  return {
    get leaving() {
      return leaving;
    },
    get closed() {
      return closed;
    },
    close: (how) => {
      done ??= leave(how);
      return done;
    },
  };
}
