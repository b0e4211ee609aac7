import type { IncomingMessage, ServerResponse } from "node:http";
import { type Addresses, addressesOf, followAddresses } from "../gateway/resilience/addresses";
import { CHEMIN_DES_EXPORTS } from "../subgraphs/indicateurs/export/depot/lien";
import { routeExport } from "../subgraphs/indicateurs/export/depot/route-export";
import { CHEMIN } from "../subgraphs/offre-insertion/reponse/lien";
import { routeReponse } from "../subgraphs/offre-insertion/reponse/route-reponse";
import { systemClock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import type { Secrets } from "../subgraphs/shared/secrets";
import type { Settings, SubgraphName } from "../subgraphs/shared/settings";
import { FLUX_PATHS, fluxDataInclusion } from "./flux-data-inclusion";
import { forward } from "./forward";
import { WEBHOOK_PATHS, webhookReceiver } from "./webhooks";

export type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** What a route outside GraphQL may need of the hub. */
export interface RouteContext {
  /** Connection of the owner of the database. */
  databaseUrl: string;
  secrets: Pick<Secrets, "rdvSolidaritesSecret" | "rdvInsertionSecret" | "nirKey">;
  /** Where the hub is reached from outside. */
  adressePublique: string;
  log: Log;
  settings: Pick<Settings, "fluxDataInclusion" | "rdvMessageAgeJours">;
}

export interface OpenRoutes {
  routes: Record<string, Route>;
  close(): Promise<void>;
}

/** Paths (each with everything beneath it) that one subgraph answers itself, beside GraphQL. */
interface RouteFamily {
  subgraph: SubgraphName;
  paths: readonly string[];
  /** What is told when the subgraph is in another process that does not answer. */
  away: string;
  open(context: RouteContext): OpenRoutes;
}

/** Every route of the hub outside GraphQL, by the subgraph that owns its data. */
const FAMILIES: readonly RouteFamily[] = [
  {
    subgraph: "offre-insertion",
    paths: [CHEMIN],
    away: "Le service des prescriptions ne répond pas : ouvrez de nouveau le lien dans quelques minutes.",
    open: ({ databaseUrl, secrets, adressePublique, log }) => {
      const securise = adressePublique.startsWith("https:");
      const page = routeReponse({ databaseUrl, cle: new NirCipher(secrets.nirKey), now: () => new Date(), log, securise });
      return { routes: { [CHEMIN]: page.route }, close: () => page.close() };
    },
  },
  {
    subgraph: "indicateurs",
    paths: [CHEMIN_DES_EXPORTS],
    away: "Le service des indicateurs ne répond pas : ouvrez de nouveau le lien dans quelques minutes.",
    open: ({ databaseUrl, secrets, log }) => {
      const fichiers = routeExport({ databaseUrl, cle: new NirCipher(secrets.nirKey), now: () => new Date(), log });
      return { routes: { [CHEMIN_DES_EXPORTS]: fichiers.route }, close: () => fichiers.close() };
    },
  },
  {
    subgraph: "rendez-vous",
    paths: Object.keys(WEBHOOK_PATHS),
    away: "Le service des rendez-vous ne répond pas : renvoyez le message plus tard.",
    open: ({ databaseUrl, secrets, log, settings }) => webhookReceiver(databaseUrl, secrets, settings.rdvMessageAgeJours, log),
  },
  {
    subgraph: "offre-insertion",
    paths: FLUX_PATHS,
    away: "Le catalogue ne répond pas : réessayez plus tard.",
    open: ({ databaseUrl, log, settings }) =>
      fluxDataInclusion({ databaseUrl, departements: settings.fluxDataInclusion, clock: systemClock, log }),
  },
];

/** The routes that a subgraph answers in this process. */
export const routesOf = (subgraph: SubgraphName, context: RouteContext): OpenRoutes => opened([subgraph], context);

/** The routes of the gateway: in one process answered here, in distributed mode handed on to the subgraph that owns them. */
export function routesOfGateway(urls: Settings["subgraphUrls"], context: RouteContext | null): OpenRoutes {
  const followed: Addresses[] = [];
  const remote = FAMILIES.flatMap(({ subgraph, paths, away }) => {
    const url = urls[subgraph];
    if (!url) return [];
    const addresses = followAddresses(addressesOf(url));
    followed.push(addresses);
    return paths.map((path): [string, Route] => [path, forward(addresses, away)]);
  });
  const here = context
    ? opened(
        FAMILIES.map(({ subgraph }) => subgraph).filter((name) => !urls[name]),
        context,
      )
    : null;
  const close = async () => {
    for (const addresses of followed) addresses.close();
    await here?.close();
  };
  return { routes: { ...here?.routes, ...Object.fromEntries(remote) }, close };
}

function opened(subgraphs: readonly SubgraphName[], context: RouteContext): OpenRoutes {
  const open = FAMILIES.filter(({ subgraph }) => subgraphs.includes(subgraph)).map((family) => family.open(context));
  return {
    routes: Object.assign({}, ...open.map(({ routes }) => routes)),
    close: async () => void (await Promise.all(open.map(({ close }) => close()))),
  };
}
