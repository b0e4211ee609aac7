import http from "node:http";
import type { AddressInfo } from "node:net";
import { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import { systemClock } from "../subgraphs/shared/clock";
import { drainOf } from "../subgraphs/shared/drain";
import { withRegisteredPurposes } from "../subgraphs/shared/droits/client-purposes";
import { createLog, type Log } from "../subgraphs/shared/log";
import { serveSubgraph } from "../subgraphs/shared/serve";
import { PORTS, type Settings, SUBGRAPH_NAMES, type SubgraphName } from "../subgraphs/shared/settings";
import { startTelemetry } from "../subgraphs/shared/telemetry";
import { createTokenVerifier } from "../subgraphs/shared/token";
import { checkPort } from "./check-port";
import { migrateHub, openHubDatabase } from "./database";
import { depotsDe } from "./depots";
import { startHubGateway } from "./gateway";
import { tenueDuJournal } from "./journal";
import { MetriquesEchanges } from "./metriques";
import { databaseAnswers } from "./readiness";
import { routesOf } from "./routes";
import { Sentence } from "./sentence";
import { type RunningHub, Stack } from "./start";
import { closeSubgraphs, openSubgraphs } from "./subgraphs";
import { startWorker } from "./worker";

export const PARTS = ["gateway", ...SUBGRAPH_NAMES, "worker"] as const;
export type Part = (typeof PARTS)[number];
export const isPart = (text: string): text is Part => (PARTS as readonly string[]).includes(text);

interface Given {
  databaseUrl: string;
  gatewaySecret: string;
  oidcIssuer: string;
}

/** Starts one part of the hub in a process of its own, on a database and an issuer that the parts share. */
export async function startOnly(part: Part, settings: Settings, say: (line: string) => void): Promise<RunningHub> {
  const given = required(settings);
  const port = settings.port ?? PORTS[part];
  await checkPort(settings.host, port);
  const log = createLog(settings.logLevel, part);
  const stack = new Stack();
  try {
    stack.add(await startTelemetry(part, settings.otelEndpoint));
    await openHubDatabase(settings, { embeddedPassword: "" } as never, { adopt: false });
    await migrateHub(given.databaseUrl);
    const clients = RegistreClients.open(settings.clientsFile ?? null, log);
    const started = await START[kindOf(part)]({ part, settings, clients, given, port, log });
    stack.add(started.stop);
    say(`${part} répond sur http://${settings.host}:${started.port}`);
    return { port: started.port, stop: () => stack.unwind() };
  } catch (error) {
    await stack.unwind();
    throw error;
  }
}

const kindOf = (part: Part) => (part === "gateway" || part === "worker" ? part : "subgraph");

/** What every part shares with the others must be given: nothing is made up. */
function required(settings: Settings): Given {
  const names = { databaseUrl: "DATABASE_URL", gatewaySecret: "GATEWAY_SECRET", oidcIssuer: "OIDC_ISSUER" } as const;
  const missing = Object.entries(names).flatMap(([key, variable]) => (settings[key as keyof Given] ? [] : [variable]));
  if (missing.length > 0)
    throw new Sentence(
      `« start --only » partage sa base, son secret et son émetteur de jetons avec les autres parties : donnez ${missing.join(", ")}.`,
    );
  return settings as Given;
}

interface PartOptions {
  part: Part;
  settings: Settings;
  clients: RegistreClients;
  given: Given;
  port: number;
  log: Log;
}

const START: Record<"gateway" | "worker" | "subgraph", (options: PartOptions) => Promise<{ port: number; stop(): Promise<void> }>> = {
  gateway: async ({ settings, clients, given, port, log }) => {
    const secrets = { gatewaySecret: given.gatewaySecret, rdvSolidaritesSecret: "", rdvInsertionSecret: "", nirKey: "" };
    return startHubGateway({ settings, secrets, clients, subgraphs: [], databaseUrl: null, etatPartageUrl: given.databaseUrl, log, port });
  },
  worker: async ({ settings, clients, given, port, log }) => {
    const nirKey = needed(settings.nirKey, "NIR_KEY", "worker");
    const { franceTravail, webhooksAdressesPrivees, prescriptions, consolidationJours, seuilIndicateurs } = settings;
    const metrics = new MetriquesEchanges(given.databaseUrl, systemClock, log);
    const depots = depotsDe(settings, { nirKey, depotClePrivee: settings.depotClePrivee });
    const partners = {
      settings: franceTravail,
      nirKey,
      depots,
      webhooksAdressesPrivees,
      prescriptions,
      metrics,
      consolidationJours,
      seuilIndicateurs,
      exportPersonneJours: settings.exportPersonneJours,
      clients,
      journal: tenueDuJournal(settings, { nirKey, depotClePrivee: settings.depotClePrivee }),
    };
    const worker = await startWorker(given.databaseUrl, log, partners);
    const health = await healthServer(settings.host, port, given.databaseUrl, metrics);
    // It says that it leaves, ends what it holds, and only then stops answering: its leases are free for another worker.
    const stop = async () => {
      await Promise.all([worker.stop(), health.stop(settings.arretMs)]);
      await metrics.close();
    };
    return { port: health.port, stop };
  },
  subgraph: async ({ part, settings, clients, given, port, log }) => {
    const nirKey = needed(settings.nirKey, "NIR_KEY", part);
    const { webhooksAdressesPrivees, prescriptions } = settings;
    const adressePublique = settings.adressePublique ?? `http://127.0.0.1:${PORTS.gateway}`;
    const [subgraph] = await openSubgraphs(
      {
        databaseUrl: given.databaseUrl,
        nirKey,
        log,
        clients,
        webhooksAdressesPrivees,
        adressePublique,
        joursDuLien: prescriptions.lienJours,
        convocation: settings.convocation,
        consolidationJours: settings.consolidationJours,
        seuilIndicateurs: settings.seuilIndicateurs,
      },
      [part as SubgraphName],
    );
    const secrets = { nirKey, ...webhookSecretsOf(part, settings) };
    const routes = routesOf(part as SubgraphName, { databaseUrl: given.databaseUrl, secrets, adressePublique, log, settings });
    const tokens = createTokenVerifier({ issuer: given.oidcIssuer, audience: settings.oidcAudience, ...settings.jetons });
    const verifier = withRegisteredPurposes(tokens, clients);
    const ready = databaseAnswers(given.databaseUrl);
    const server = await serveSubgraph({
      subgraph: subgraph!,
      verifier,
      gatewaySecret: given.gatewaySecret,
      host: settings.host,
      port,
      log,
      routes: routes.routes,
      ready: ready.check,
    });
    return {
      port: server.port,
      stop: async () => {
        await server.close({ graceMs: settings.arretMs });
        await Promise.all([routes.close(), ready.close(), closeSubgraphs([subgraph!])]);
      },
    };
  },
};

function needed(value: string | undefined, variable: string, part: string): string {
  if (!value) throw new Sentence(`La partie ${part} a besoin de ${variable} : donnez la même valeur à toutes les parties.`);
  return value;
}

/** Only the process that receives the messages needs what signs them. */
function webhookSecretsOf(part: string, settings: Settings) {
  if (part !== "rendez-vous") return { rdvSolidaritesSecret: "", rdvInsertionSecret: "" };
  return {
    rdvSolidaritesSecret: needed(settings.rdvSolidaritesSecret, "RDV_SOLIDARITES_SECRET", part),
    rdvInsertionSecret: needed(settings.rdvInsertionSecret, "RDV_INSERTION_SECRET", part),
  };
}

/** The worker answers for its health and its measures only. */
async function healthServer(
  host: string,
  port: number,
  databaseUrl: string,
  metrics: MetriquesEchanges,
): Promise<{ port: number; stop(graceMs: number): Promise<void> }> {
  const ready = databaseAnswers(databaseUrl);
  const server = http.createServer((request, response) => {
    const answer = (status: number) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ statut: status }));
    if (request.url === "/livez") answer(200);
    else if (request.url === "/readyz") void ready.check().then((is) => answer(is && !drain.leaving ? 200 : 503));
    else if (request.url === "/metrics")
      void metrics.text().then((text) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(text));
    else answer(404);
  });
  const drain = drainOf(server);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const stop = async (graceMs: number) => {
    await drain.close({ graceMs });
    await ready.close();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}
