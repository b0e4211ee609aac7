import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { waitUntilCaughtUp } from "../../hub/caught-up";
import { askToken } from "../../hub/commande-token";
import { loadDemo } from "../../hub/demo";
import { demoIssuer } from "../../hub/issuer";
import { Stack, startHub } from "../../hub/start";
import { startOnly } from "../../hub/start-only";
import { startWorker } from "../../hub/worker";
import { createLog } from "../../subgraphs/shared/log";
import { loadSecrets } from "../../subgraphs/shared/secrets";
import { readSettings, SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { garderPourLeCanari } from "../canari/campagne";

export type Mode = "en un processus" | "distribué";
export const MODES: Mode[] = ["en un processus", "distribué"];

/** The day on which the simulated year of the tests ends. */
export const JUSQUE = "2026-11-20";

export interface TestHub {
  url: string;
  /** Where the worker tells its measures: the gateway in one process, the worker itself otherwise. */
  metrics: string;
  token(client: string): Promise<string>;
  /** Sends an operation with the token of a demo client (null: without a token). */
  query(client: string | null, query: string, variables?: Record<string, unknown>): Promise<{ status: number; data: any; errors?: any[] }>;
  stop(): Promise<void>;
}

export const SECRETS_DES_ESSAIS = {
  GATEWAY_SECRET: "secret de passerelle des essais",
  NIR_KEY: "clé de test, trente-deux caractères au moins",
  RDV_SOLIDARITES_SECRET: "secret rdv solidarités des essais",
  RDV_INSERTION_SECRET: "secret rdv insertion des essais",
  // Subscribers of the tests listen on this machine.
  WEBHOOKS_ADRESSES_PRIVEES: "true",
};

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const temporaryFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), "unefois-essai-"));

/** Loads a small territory through the imports, once for a test file. */
export async function loadTerritory(databaseUrl: string, foyers: number): Promise<void> {
  const dataFolder = temporaryFolder();
  const settings = readSettings({ ...SECRETS_DES_ESSAIS, DATABASE_URL: databaseUrl, UNEFOIS_DATA: dataFolder });
  const secrets = loadSecrets(settings);
  const log = createLog("silent", "essai");
  const worker = await startWorker(databaseUrl, log);
  try {
    await loadDemo({
      databaseUrl,
      dataFolder,
      secrets,
      foyers,
      say: () => undefined,
      now: () => new Date(`${JUSQUE}T18:00:00Z`),
    });
    await waitUntilCaughtUp(databaseUrl, () => undefined);
  } finally {
    await worker.stop();
    fs.rmSync(dataFolder, { recursive: true, force: true });
  }
}

export async function testHub(mode: Mode, databaseUrl: string): Promise<TestHub> {
  return mode === "en un processus" ? inOneProcess(databaseUrl) : distributed(databaseUrl);
}

async function inOneProcess(databaseUrl: string): Promise<TestHub> {
  const dataFolder = temporaryFolder();
  const port = await freePort();
  const settings = readSettings({ ...SECRETS_DES_ESSAIS, DATABASE_URL: databaseUrl, UNEFOIS_DATA: dataFolder, PORT: String(port) });
  const hub = await startHub({ settings, demo: false, say: () => undefined });
  const address = `http://127.0.0.1:${port}`;
  return client(address, address, `${address}/oidc/token`, async () => {
    await hub.stop();
    fs.rmSync(dataFolder, { recursive: true, force: true });
  });
}

async function distributed(databaseUrl: string): Promise<TestHub> {
  const dataFolder = temporaryFolder();
  const issuerPort = await freePort();
  const common = {
    ...SECRETS_DES_ESSAIS,
    DATABASE_URL: databaseUrl,
    UNEFOIS_DATA: dataFolder,
    OIDC_ISSUER: `http://127.0.0.1:${issuerPort}/oidc`,
  };
  const { handler } = await demoIssuer(readSettings(common), common.OIDC_ISSUER);
  const issuer = http.createServer(handler);
  await new Promise<void>((resolve) => issuer.listen(issuerPort, "127.0.0.1", resolve));
  const stack = new Stack();
  stack.add(async () => fs.rmSync(dataFolder, { recursive: true, force: true }));
  stack.add(async () => {
    issuer.closeAllConnections();
    await new Promise((resolve) => issuer.close(resolve));
  });
  try {
    const urls: Record<string, string> = {};
    let worker = "";
    for (const part of [...SUBGRAPH_NAMES, "worker"] as const) {
      const port = await freePort();
      const running = await startOnly(part, readSettings({ ...common, PORT: String(port) }), () => undefined);
      stack.add(running.stop);
      if (part === "worker") worker = `http://127.0.0.1:${port}`;
      else urls[`SUBGRAPH_${part.replaceAll("-", "_").toUpperCase()}_URL`] = `http://127.0.0.1:${port}/graphql`;
    }
    const port = await freePort();
    const gateway = await startOnly("gateway", readSettings({ ...common, ...urls, PORT: String(port) }), () => undefined);
    stack.add(gateway.stop);
    return client(`http://127.0.0.1:${port}`, worker, `${common.OIDC_ISSUER}/token`, () => stack.unwind());
  } catch (error) {
    await stack.unwind();
    throw error;
  }
}

function client(url: string, worker: string, tokenEndpoint: string, stop: () => Promise<void>): TestHub {
  const tokens = new Map<string, Promise<string>>();
  const token = (name: string) => {
    if (!tokens.has(name)) tokens.set(name, askToken(tokenEndpoint, name));
    return tokens.get(name)!;
  };
  return {
    url,
    metrics: `${worker}/metrics`,
    token,
    stop,
    query: async (name, query, variables) => {
      const authorization: Record<string, string> = name === null ? {} : { authorization: `Bearer ${await token(name)}` };
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...authorization },
        body: JSON.stringify({ query, variables }),
      });
      const lu = (await response.json()) as { data: any; errors?: any[]; extensions?: unknown };
      garderPourLeCanari("erreurs.json", JSON.stringify([lu.errors ?? [], lu.extensions ?? {}]));
      return { status: response.status, ...lu };
    },
  };
}
