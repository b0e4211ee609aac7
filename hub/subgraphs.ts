import { sousGraphe as allocataires } from "../subgraphs/allocataires/sous-graphe";
import { sousGraphe as echanges } from "../subgraphs/echanges/sous-graphe";
import { sousGraphe as indicateurs } from "../subgraphs/indicateurs/sous-graphe";
import { sousGraphe as offreInsertion } from "../subgraphs/offre-insertion/sous-graphe";
import { sousGraphe as rendezVous } from "../subgraphs/rendez-vous/sous-graphe";
import type { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import { Database } from "../subgraphs/shared/database";
import type { Log } from "../subgraphs/shared/log";
import { roleOf } from "../subgraphs/shared/migrations";
import type { SubgraphModule } from "../subgraphs/shared/module";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import type { Settings, SubgraphName } from "../subgraphs/shared/settings";
import { createSubgraph, type Subgraph } from "../subgraphs/shared/subgraph";
import { CompteurDePersonnes } from "../subgraphs/shared/veille/compteur.repository";
import type { Veille } from "../subgraphs/shared/veille/veille";

/** The five subgraphs, in the order in which they are composed. */
export const subgraphModules: SubgraphModule[] = [allocataires, offreInsertion, rendezVous, indicateurs, echanges];

export interface OpenSubgraphOptions {
  databaseUrl: string;
  nirKey: string;
  log: Log;
  /** Given when they serve clients: their people are then counted. The operator's own work (imports, commands, the worker) is not. */
  clients?: RegistreClients;
  /** WEBHOOKS_ADRESSES_PRIVEES. */
  webhooksAdressesPrivees?: boolean;
  /** CONVOCATION_DELAI_POSTAL_JOURS, CONVOCATION_PREAVIS_JOURS. */
  convocation?: Settings["convocation"];
  adressePublique?: string;
  /** PRESCRIPTION_LIEN_JOURS. */
  joursDuLien?: number;
  /** INDICATEURS_CONSOLIDATION_JOURS. */
  consolidationJours?: number;
  /** INDICATEURS_SEUIL; the default of the rule without. */
  seuilIndicateurs?: number;
  poolSize?: number;
}

/** Builds subgraphs on their database, ready to execute. */
export async function openSubgraphs(options: OpenSubgraphOptions, names?: readonly SubgraphName[]): Promise<Subgraph[]> {
  const wanted = subgraphModules.filter((module) => !names || names.includes(module.name));
  const veille = options.clients && new CompteurDePersonnes(options.databaseUrl, options.clients, options.log);
  return Promise.all(wanted.map((module) => openSubgraph(module, options, veille)));
}

async function openSubgraph(module: SubgraphModule, options: OpenSubgraphOptions, veille: Veille | undefined): Promise<Subgraph> {
  const { databaseUrl, nirKey, log, clients, poolSize, ...given } = options;
  const { entities, counts } = module;
  const database = await Database.open(databaseUrl, { role: roleOf(module.schema), entities, counts, poolSize });
  const schema = await module.build({ nirCipher: new NirCipher(nirKey), ...given });
  return createSubgraph(module.name, schema, database, log.child({ sousGraphe: module.name }), { clients, veille });
}

export async function closeSubgraphs(subgraphs: Subgraph[]): Promise<void> {
  await Promise.all(subgraphs.map((subgraph) => subgraph.database.close()));
  await Promise.all([...new Set(subgraphs.map((subgraph) => subgraph.veille))].map((veille) => veille?.close()));
}
