import { parse } from "graphql";
import { createGateway } from "../../gateway/gateway";
import { type GatewayServer, startGatewayServer } from "../../gateway/server";
import { closeSubgraphs, openSubgraphs } from "../../hub/subgraphs";
import { CLIENTS_DE_DEMO } from "../../subgraphs/shared/clients/clients-de-demo";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { type Caller, FINALITES, type Finalite, SCOPES } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { newOperation } from "../../subgraphs/shared/operation";
import { type Reply, SECRET, testVerifier } from "../gateway/small-hub";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";

/** A client of the Département with every scope, under a purpose; `AUCUNE`: a token that says none. */
export type Nom = Finalite | "AUCUNE";
export const NOMS: readonly Nom[] = [...FINALITES, "AUCUNE"];
export const appelant = (nom: Nom): Caller => ({
  client: "demo-departement",
  departement: "94",
  organisme: "CD94",
  agent: null,
  scopes: new Set(Object.keys(SCOPES)),
  finalite: nom === "AUCUNE" ? null : nom,
});

export interface PetitHub {
  base: TestDatabase;
  /** Through the gateway, over HTTP. */
  demander(nom: Nom, query: string, variables?: Record<string, unknown>): Promise<Reply>;
  /** Straight to a subgraph, as one who passed the gateway by. */
  sousGraphe(name: string, nom: Nom, query: string, variables?: Record<string, unknown>): Promise<{ data: any; errors: any[] }>;
  close(): Promise<void>;
}

/** The real gateway before the five real subgraphs, on the small territory; tokens of every purpose. */
export async function petitHubReel(): Promise<PetitHub> {
  const base = await testDatabase();
  await loadFixtures(base.owner);
  const log = createLog("silent", "test");
  const clients = RegistreClients.of(CLIENTS_DE_DEMO.map((client) => ({ ...client, finalites: null })));
  const subgraphs = await openSubgraphs({ databaseUrl: base.url, nirKey: NIR_KEY, log, clients, poolSize: 2 });
  const gateway = await createGateway({
    subgraphs: subgraphs as never,
    verifier: testVerifier(Object.fromEntries(NOMS.map((nom) => [nom, appelant(nom)]))),
    clients,
    gatewaySecret: SECRET,
    production: true,
    log,
    corsOrigins: [],
    ready: async () => true,
  });
  const server: GatewayServer = await startGatewayServer({ gateway, host: "127.0.0.1", port: 0, log });
  return {
    base,
    demander: async (nom, query, variables) => {
      const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${nom}` },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, ...JSON.parse(text) };
    },
    sousGraphe: async (name, nom, query, variables) => {
      const subgraph = subgraphs.find((one) => one.name === name)!;
      const result = await subgraph.execute({ document: parse(query), variables, caller: appelant(nom), operation: newOperation("essai") });
      return { data: result.data as any, errors: [...(result.errors ?? [])] };
    },
    close: async () => {
      await server.close();
      await gateway.close();
      await closeSubgraphs(subgraphs);
      await base.drop();
    },
  };
}
