import { openSubgraphs, subgraphModules } from "../../hub/subgraphs";
import type { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { Database } from "../../subgraphs/shared/database";
import type { Log } from "../../subgraphs/shared/log";
import { roleOf } from "../../subgraphs/shared/migrations";
import type { SubgraphModule } from "../../subgraphs/shared/module";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { createSubgraph, type Subgraph, type SubgraphOptions } from "../../subgraphs/shared/subgraph";
import { CompteurDePersonnes } from "../../subgraphs/shared/veille/compteur.repository";
import type { Veille } from "../../subgraphs/shared/veille/veille";
import { sansFinalite, sansRegistre } from "./base-sans";
import { sansDirectives } from "./directives";
import type { Partie } from "./parties";

export interface SousGraphesDuBanc {
  databaseUrl: string;
  nirKey: string;
  clients: RegistreClients;
  log: Log;
  sans: ReadonlySet<Partie>;
}

/** Counts nobody. */
const SANS_QUOTA: Veille = { compter: async () => 0, atteint: async () => false, close: async () => undefined };
/** Lets everything through: what the gateway sends runs as it is. */
const SANS_GARDE: NonNullable<SubgraphOptions["guard"]> = ({ document }) => ({ document, errors: [], mask: (data) => data });

/** The five subgraphs: those of the hub when nothing is left out of them, otherwise the same ones without the parts named. */
export async function sousGraphesDuBanc(options: SousGraphesDuBanc): Promise<Subgraph[]> {
  const { databaseUrl, clients, log, sans } = options;
  if (![...sans].some((partie) => partie !== "porte")) return openSubgraphs(options);
  const veille = sans.has("quota") ? SANS_QUOTA : new CompteurDePersonnes(databaseUrl, clients, log);
  return Promise.all(subgraphModules.map((module) => ouvrir(module, options, veille)));
}

async function ouvrir(module: SubgraphModule, { databaseUrl, nirKey, clients, log, sans }: SousGraphesDuBanc, veille: Veille) {
  const { name, entities, counts } = module;
  // The owner of the database reads past every policy.
  const role = sans.has("droits") ? decodeURIComponent(new URL(databaseUrl).username) : roleOf(module.schema);
  let database = await Database.open(databaseUrl, { role, entities, counts });
  if (sans.has("droits")) database = sansFinalite(database);
  if (sans.has("journal")) database = sansRegistre(database);
  const { sdl, schema } = await module.build({ nirCipher: new NirCipher(nirKey) });
  const guard = sans.has("droits") ? SANS_GARDE : undefined;
  const seen = { sdl: sans.has("droits") ? sansDirectives(sdl) : sdl, schema };
  return createSubgraph(name, seen, database, log.child({ sousGraphe: name }), { clients, veille, guard });
}
