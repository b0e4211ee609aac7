import { createGateway } from "../../gateway/gateway";
import { startGatewayServer } from "../../gateway/server";
import { BudgetPartage } from "../../hub/budget-partage";
import { DocumentsEnregistres } from "../../hub/documents-enregistres";
import { demoIssuer } from "../../hub/issuer";
import { VeillePartagee } from "../../hub/veille-partagee";
import type { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import type { Log } from "../../subgraphs/shared/log";
import type { Settings } from "../../subgraphs/shared/settings";
import type { Subgraph } from "../../subgraphs/shared/subgraph";

export interface PasserelleSansDroits {
  settings: Settings;
  databaseUrl: string;
  subgraphs: Subgraph[];
  clients: RegistreClients;
  port: number;
  log: Log;
}

/** The whole gateway over subgraphs whose SDL says nothing of who may read. */
export async function passerelleSansDroits({ settings, databaseUrl, subgraphs, clients, port, log }: PasserelleSansDroits): Promise<void> {
  const issuer = await demoIssuer(settings, `http://127.0.0.1:${port}/oidc`);
  const gateway = await createGateway({
    enforceAccess: false,
    budget: new BudgetPartage(databaseUrl),
    documents: new DocumentsEnregistres(databaseUrl),
    watch: new VeillePartagee(databaseUrl),
    subgraphs,
    verifier: issuer.verifier,
    clients,
    gatewaySecret: settings.gatewaySecret!,
    production: false,
    log,
    corsOrigins: [],
    routes: { "/oidc": issuer.handler },
    ready: async () => true,
  });
  await startGatewayServer({ gateway, host: "127.0.0.1", port, log });
}
