import { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import { systemClock } from "../subgraphs/shared/clock";
import { createLog } from "../subgraphs/shared/log";
import { loadSecrets, type Secrets } from "../subgraphs/shared/secrets";
import type { Settings } from "../subgraphs/shared/settings";
import { PORTS } from "../subgraphs/shared/settings";
import { startTelemetry } from "../subgraphs/shared/telemetry";
import { waitUntilCaughtUp } from "./caught-up";
import { checkPort } from "./check-port";
import { type HubDatabase, migrateHub, openHubDatabase } from "./database";
import { loadDemo } from "./demo";
import { depotsDe } from "./depots";
import { startHubGateway } from "./gateway";
import { tenueDuJournal } from "./journal";
import { MetriquesEchanges } from "./metriques";
import { brancherSimulateur, verifierSimulateur } from "./simulateur-de-demo";
import { closeSubgraphs, openSubgraphs } from "./subgraphs";
import { welcome } from "./welcome";
import { startWorker } from "./worker";

export interface StartOptions {
  settings: Settings;
  /** Loads the demo territory even on a database given by `DATABASE_URL`. */
  demo: boolean;
  /** Also starts the simulated SI Plateforme, with the people of the demo territory. */
  simulateur?: boolean;
  say: (line: string) => void;
}

export interface RunningHub {
  /** Port that the gateway listens on. */
  port: number;
  stop(): Promise<void>;
}

/** Starts everything in one process: PostgreSQL, migrations, demo territory, five subgraphs, gateway, worker, issuer. */
export async function startHub({ settings, demo, simulateur, say }: StartOptions): Promise<RunningHub> {
  const started = Date.now();
  const port = settings.port ?? PORTS.gateway;
  await checkPort(settings.host, port);
  if (simulateur) await verifierSimulateur(settings);
  const stack = new Stack();
  try {
    const secrets = loadSecrets(settings);
    const log = createLog(settings.logLevel, "hub");
    const clients = RegistreClients.open(settings.clientsFile ?? null, log);
    stack.add(await startTelemetry("hub", settings.otelEndpoint));
    say(settings.databaseUrl ? "PostgreSQL (DATABASE_URL)…" : `PostgreSQL embarqué (${settings.dataFolder})…`);
    const database = await openHubDatabase(settings, secrets, { adopt: true });
    stack.add(() => database.stop());
    if (database.dataFolder && !database.dataFolder.startsWith(settings.dataFolder)) {
      say(`Le compte de PostgreSQL ne peut pas lire ce dossier : ses données sont dans ${database.dataFolder}.`);
    }
    const applied = await migrateHub(database.url);
    if (applied > 0) say(`Migrations appliquées : ${applied}.`);
    const { webhooksAdressesPrivees, prescriptions, convocation, consolidationJours, seuilIndicateurs } = settings;
    const adressePublique = settings.adressePublique ?? `http://127.0.0.1:${port}`;
    const joursDuLien = prescriptions.lienJours;
    const given = { webhooksAdressesPrivees, adressePublique, joursDuLien, convocation, consolidationJours, seuilIndicateurs };
    const subgraphs = await openSubgraphs({ databaseUrl: database.url, nirKey: secrets.nirKey, log, clients, ...given });
    stack.add(async () => void (await closeSubgraphs(subgraphs)));
    if (demo || database.embedded) await demoTerritory(database, settings, secrets, say);
    const { franceTravail } = simulateur ? await avecSimulateur(settings, stack, say) : settings;
    const metrics = new MetriquesEchanges(database.url, systemClock, log);
    stack.add(() => metrics.close());
    const worker = await startWorker(database.url, log, {
      settings: franceTravail,
      nirKey: secrets.nirKey,
      depots: depotsDe(settings, secrets),
      webhooksAdressesPrivees,
      prescriptions,
      metrics,
      consolidationJours,
      seuilIndicateurs,
      exportPersonneJours: settings.exportPersonneJours,
      clients,
      journal: tenueDuJournal(settings, secrets),
    });
    stack.add(() => worker.stop());
    const gateway = await startHubGateway({
      settings,
      secrets,
      clients,
      subgraphs,
      databaseUrl: database.url,
      etatPartageUrl: database.url,
      metrics,
      log,
      port,
    });
    stack.add(() => gateway.stop());
    say(await welcome({ address: gateway.address, issuer: gateway.demoIssuer, seconds: (Date.now() - started) / 1000 }));
    return { port: gateway.port, stop: () => stack.unwind() };
  } catch (error) {
    await stack.unwind();
    throw error;
  }
}

async function avecSimulateur(settings: Settings, stack: Stack, say: (line: string) => void): Promise<Settings> {
  const branche = await brancherSimulateur(settings, say);
  stack.add(branche.stop);
  return branche.settings;
}

/** Loads the demo territory before anything follows the log: indicators and exchanges then read it in large batches. */
async function demoTerritory(database: HubDatabase, settings: Settings, secrets: Secrets, say: (line: string) => void): Promise<void> {
  if (settings.demoFoyers === 0) return;
  const before = Date.now();
  let told = false;
  const tell = (line: string) => {
    if (!told) say("Territoire de démonstration (personnes fictives), par les imports de la production :");
    told = true;
    say(line);
  };
  await loadDemo({ databaseUrl: database.url, dataFolder: settings.dataFolder, secrets, foyers: settings.demoFoyers, say: tell });
  if (!told) return;
  const worker = await startWorker(database.url, createLog(settings.logLevel, "demo"));
  await waitUntilCaughtUp(database.url, () => undefined).finally(() => worker.stop());
  say(`  Indicateurs et échanges à jour (${((Date.now() - before) / 1000).toFixed(1)} s en tout)`);
}

/** What was started, stopped in the reverse order, each once, whatever fails on the way. */
export class Stack {
  private stops: (() => Promise<unknown>)[] = [];

  add(stop: () => Promise<unknown>): void {
    this.stops.push(stop);
  }

  async unwind(): Promise<void> {
    const failures: unknown[] = [];
    for (const stop of this.stops.splice(0).reverse()) await stop().catch((error) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
