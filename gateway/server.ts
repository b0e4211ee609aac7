import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { type Drain, drainOf, type Leaving } from "../subgraphs/shared/drain";
import type { Log } from "../subgraphs/shared/log";
import type { Gateway } from "./gateway";

export interface GatewayServerOptions {
  gateway: Pick<Gateway, "handle">;
  host: string;
  /** 0: any free port. */
  port: number;
  log: Log;
  /** The gateway ends TLS itself; a client may present a certificate. */
  tls?: TlsOptions;
  /** Longest time for one request, its answer read, in milliseconds. */
  longestMs?: number;
}

/** PEM. `autorites`: who signs the certificates of clients; without, one that its client signed itself is read all the same. */
export interface TlsOptions {
  certificat: string;
  cle: string;
  autorites?: string;
}

export interface GatewayServer {
  port: number;
  readonly leaving: boolean;
  /** Lets the requests in flight end. By default at once: without a grace, nobody has turned away from it. */
  close(leaving?: Leaving): Promise<void>;
}

/** A connection on which nothing moves is closed: longer than the deadline of an operation. */
const IDLE_MS = 45_000;
/** A client that reads its answer drop by drop holds its memory no longer than that. */
const LONGEST_MS = 120_000;

/** Listens on HTTP. A client that sends or reads slowly does not hold a connection. */
export async function startGatewayServer({
  gateway,
  host,
  port,
  log,
  tls,
  longestMs = LONGEST_MS,
}: GatewayServerOptions): Promise<GatewayServer> {
  const server = listener(gateway, tls);
  server.maxRequestsPerSocket = 0;
  server.timeout = IDLE_MS;
  server.prependListener("request", (_request: http.IncomingMessage, response: http.ServerResponse) => {
    const late = setTimeout(() => response.destroy(), longestMs);
    response.once("close", () => clearTimeout(late));
  });
  const drain: Drain = drainOf(server);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const status = error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "408 Request Timeout" : "400 Bad Request";
    // Destroyed once it is said: a client that reads nothing, and goes on sending, would keep a connection that is only ended.
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`, () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  log.info({ port: address.port }, "passerelle à l’écoute");
  return {
    port: address.port,
    get leaving() {
      return drain.leaving;
    },
    close: (leaving = { graceMs: 0 }) => drain.close(leaving),
  };
}

/** Slow clients are looked for each second: by default each half minute, which the two first delays would wait for. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  connectionsCheckingInterval: 1_000,
};

/** A certificate is asked of every client, and required of none here: what a token is bound to is checked when it is read. */
function listener(gateway: Pick<Gateway, "handle">, tls: TlsOptions | undefined): http.Server {
  if (!tls) return http.createServer(LIMITS, gateway.handle);
  const { certificat: cert, cle: key, autorites: ca } = tls;
  return https.createServer(
    { ...LIMITS, cert, key, ca, requestCert: true, rejectUnauthorized: false, minVersion: "TLSv1.2" },
    gateway.handle,
  );
}
