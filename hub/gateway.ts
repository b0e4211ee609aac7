import fs from "node:fs";
import { CertificatsPresentes } from "../gateway/certificat";
import { createGateway, type GatewaySubgraph } from "../gateway/gateway";
import { type GatewayServer, startGatewayServer, type TlsOptions } from "../gateway/server";
import type { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import type { Log } from "../subgraphs/shared/log";
import type { Secrets } from "../subgraphs/shared/secrets";
import { type Settings, SUBGRAPH_NAMES } from "../subgraphs/shared/settings";
import type { Subgraph } from "../subgraphs/shared/subgraph";
import { createTokenVerifier, type TokenVerifier } from "../subgraphs/shared/token";
import { BudgetPartage } from "./budget-partage";
import { DocumentsEnregistres } from "./documents-enregistres";
import { EssaisDansLaBase } from "./essais-partages";
import { demoIssuer } from "./issuer";
import type { MetriquesEchanges } from "./metriques";
import { databaseAnswers } from "./readiness";
import { routesOfGateway } from "./routes";
import { sdlOf } from "./schema";
import { Sentence } from "./sentence";
import { VeillePartagee } from "./veille-partagee";

export interface HubGatewayOptions {
  settings: Settings;
  secrets: Pick<Secrets, "gatewaySecret" | "rdvSolidaritesSecret" | "rdvInsertionSecret" | "nirKey">;
  clients?: RegistreClients;
  /** Subgraphs of this process; the others are reached by their `SUBGRAPH_<NAME>_URL`. */
  subgraphs: Subgraph[];
  /** For readiness and the routes outside GraphQL; absent when the gateway runs alone. */
  databaseUrl: string | null;
  /** Database where the gateways keep what they share. */
  etatPartageUrl: string;
  /** What the worker of this process measures; absent when the gateway runs alone. */
  metrics?: MetriquesEchanges;
  log: Log;
  port: number;
}

export interface HubGateway {
  address: string;
  port: number;
  demoIssuer: boolean;
  stop(): Promise<void>;
}

/** Opens the gateway on its port, with the routes outside GraphQL and, unless another issuer is set, the demo issuer. */
export async function startHubGateway(options: HubGatewayOptions): Promise<HubGateway> {
  const { settings, secrets, log, port } = options;
  const tls = settings.tls && tlsDe(settings.tls);
  const origin = `${tls ? "https" : "http"}://${settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host}:${port}`;
  const auVerrou = (client: string, jusquau: Date) => log.warn({ client, jusquau }, "client verrouillé : dix mauvais secrets");
  const essais = settings.oidcIssuer ? undefined : new EssaisDansLaBase(options.etatPartageUrl, undefined, auVerrou);
  const issuer = settings.oidcIssuer ? null : await demoIssuer(settings, `${origin}/oidc`, essais);
  const verifier: TokenVerifier =
    issuer?.verifier ?? createTokenVerifier({ issuer: settings.oidcIssuer!, audience: settings.oidcAudience, ...settings.jetons });
  const { databaseUrl } = options;
  const routes = routesOfGateway(
    settings.subgraphUrls,
    databaseUrl ? { databaseUrl, secrets, adressePublique: settings.adressePublique ?? origin, log, settings } : null,
  );
  const ready = databaseUrl ? databaseAnswers(databaseUrl) : null;
  const budget = new BudgetPartage(options.etatPartageUrl);
  const watch = new VeillePartagee(options.etatPartageUrl, log);
  const documents = new DocumentsEnregistres(options.etatPartageUrl);
  let server: GatewayServer | null = null;
  const gateway = await createGateway({
    budget,
    documents,
    onlyTrusted: settings.documentsSeuls,
    watch,
    https: settings.production || (settings.adressePublique?.startsWith("https:") ?? false),
    subgraphs: await subgraphsOf(options),
    verifier,
    certificats: new CertificatsPresentes(settings.proxysDeConfiance),
    clients: options.clients,
    gatewaySecret: secrets.gatewaySecret,
    production: settings.production,
    log,
    corsOrigins: settings.corsOrigins,
    routes: { ...routes.routes, ...(issuer ? { "/oidc": issuer.handler } : {}) },
    otherMetrics: options.metrics && (() => options.metrics!.text()),
    ready: async () => !server?.leaving && (ready ? ready.check() : true),
  });
  const opened = await startGatewayServer({ gateway, host: settings.host, port, log, tls });
  server = opened;
  return {
    address: origin,
    port: opened.port,
    demoIssuer: issuer !== null,
    stop: async () => {
      await opened.close({ graceMs: settings.arretMs });
      await gateway.close();
      await Promise.all([budget.close(), watch.close(), documents.close(), essais?.close()]);
      await Promise.all([routes.close(), ready?.close()]);
    },
  };
}

/** Reads the files of TLS. Sentence when one cannot be read. */
function tlsDe(fichiers: NonNullable<Settings["tls"]>): TlsOptions {
  const lire = (fichier: string) => {
    try {
      return fs.readFileSync(fichier, "utf8");
    } catch {
      throw new Sentence(`Le fichier ${fichier} (TLS_CERTIFICAT, TLS_CLE, TLS_AUTORITES) ne peut pas être lu.`);
    }
  };
  const { certificat, cle, autorites } = fichiers;
  return { certificat: lire(certificat), cle: lire(cle), ...(autorites ? { autorites: lire(autorites) } : {}) };
}

/** A subgraph with a URL goes over HTTP, even when this process could run it. Its SDL is the golden one when it is not here. */
async function subgraphsOf({ settings, subgraphs }: HubGatewayOptions): Promise<GatewaySubgraph[]> {
  return Promise.all(
    SUBGRAPH_NAMES.map(async (name) => {
      const url = settings.subgraphUrls[name];
      const local = subgraphs.find((subgraph) => subgraph.name === name);
      if (!url && !local)
        throw new Error(
          `Le sous-graphe ${name} n’est ni dans ce processus ni à une adresse (SUBGRAPH_${name.replaceAll("-", "_").toUpperCase()}_URL).`,
        );
      if (local && !url && !local.veille)
        throw new Error(`Le sous-graphe ${name} ne compte pas les personnes qu’il montre : il ne sert personne.`);
      return { name, sdl: local?.sdl ?? (await sdlOf(name)), execute: url ? undefined : local!.execute, url };
    }),
  );
}
