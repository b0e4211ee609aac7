import type { IncomingMessage, ServerResponse } from "node:http";
import { buildSchema, type GraphQLSchema, parse } from "graphql";
import { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import { systemClock } from "../subgraphs/shared/clock";
import { ClassRules } from "../subgraphs/shared/droits/class-rules";
import { withRegisteredPurposes } from "../subgraphs/shared/droits/client-purposes";
import type { Log } from "../subgraphs/shared/log";
import type { TokenVerifier } from "../subgraphs/shared/token";
import { AccessEnforcer } from "./access";
import { AccessRules, assertEnforced } from "./access-rules";
import { AnswerCost } from "./answer-cost";
import { CertificatsPresentes } from "./certificat";
import { composeSupergraph, publicSchemaOf } from "./compose";
import { CostBudget, type SharedBudget } from "./cost-budget";
import { DocumentCost } from "./document-cost";
import { plumbingNames } from "./document-names";
import { Documents } from "./documents";
import { createEngine } from "./engine";
import { createFront, type Route } from "./front";
import { GraphqlHandler } from "./graphql-handler";
import { GatewayMetrics } from "./metrics";
import { Opening } from "./opening";
import { Planners } from "./planners";
import { RefusedDemands } from "./refused-demands";
import { RefusedTokens } from "./refused-tokens";
import { OperationRoom } from "./resilience/operation-room";
import type { ResilienceSettings } from "./resilience/settings";
import { withScalars } from "./scalars";
import { createSubgraphCaller, type GatewaySubgraph } from "./subgraph-call";
import { fieldSizes } from "./supergraph-directives";
import { type DocumentStore, TrustedDocuments } from "./trusted-documents";
import { MemoryWatch, type SharedWatch } from "./watch";

export type { GatewaySubgraph };

export interface GatewayOptions {
  subgraphs: readonly GatewaySubgraph[];
  verifier: TokenVerifier;
  /** Reads the certificates of clients; by default those of TLS connections only. */
  certificats?: CertificatsPresentes;
  /** Who may ask, and how far; the demo's without. */
  clients?: RegistreClients;
  /** Budgets of clients, shared with the other gateways; this one counts alone without. */
  budget?: SharedBudget;
  /** The watch that the gateways share: refused tokens are counted, hours and suspensions raise alerts. Absent: this process alone. */
  watch?: SharedWatch;
  /** Documents that clients registered. */
  documents?: DocumentStore;
  /** Every client sends registered documents only. */
  onlyTrusted?: boolean;
  /** Signs the calls to subgraphs behind HTTP. */
  gatewaySecret: string;
  /** Closes introspection, the trial page and suggestions. */
  production: boolean;
  log: Log;
  /** True when clients reach the hub by https: browsers are told to keep to it. By default, in production. */
  https?: boolean;
  /** Origins whose pages may read answers. */
  corsOrigins: readonly string[];
  /** Paths served by others (webhooks, demo issuer), each with everything beneath it. */
  routes?: Record<string, Route>;
  /** Metrics of others in this process, shown after those of the gateway. */
  otherMetrics?: () => Promise<string>;
  /** Whether what the hub stands on answers. */
  ready: () => Promise<boolean>;
  /** Milliseconds: of a whole operation, of the plan of a new document, and of one call by subgraph name. By default `DELAYS`. */
  delays?: { operation?: number; plan?: number; subgraphs?: Record<string, number> };
  /** By default `RESILIENCE`. */
  resilience?: ResilienceSettings;
  /** False: nothing applies the access directives, and the gateway refuses to start when there are some. */
  enforceAccess?: boolean;
}

export interface Gateway {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** SDL of the supergraph. */
  supergraph: string;
  /** What a client can name: without plumbing, without what is `@inaccessible`. */
  publicSchema: GraphQLSchema;
  metrics: GatewayMetrics;
  close(): Promise<void>;
}

/** Composes the subgraphs and makes the gateway that serves them. Errors: CompositionError; a sentence when access would not be enforced. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const supergraph = composeSupergraph(options.subgraphs);
  const supergraphDocument = parse(supergraph, { noLocation: true });
  const schema = withScalars(buildSchema(publicSchemaOf(supergraph), { assumeValidSDL: true, noLocation: true }));
  const classes = options.enforceAccess === false ? null : new ClassRules(schema);
  const enforcer = classes && new AccessEnforcer(schema, new AccessRules(supergraphDocument, schema), classes);
  assertEnforced(supergraph, enforcer ? [enforcer] : []);
  const metrics = new GatewayMetrics();
  const { subgraphs, gatewaySecret, log, watch, clients = RegistreClients.open(null) } = options;
  const sizes = fieldSizes(supergraphDocument);
  const budget = new CostBudget(options.budget, (error) =>
    log.warn({ err: error }, "budgets partagés hors d’atteinte : cette passerelle compte seule"),
  );
  const planners = new Planners({
    supergraph,
    log,
    delay: options.delays?.plan,
    planned: (seconds, outcome) => metrics.plan(outcome, seconds),
  });
  const documents = new Documents({ schema, enforcer, plumbing: plumbingNames(supergraphDocument), production: options.production });
  metrics.watch(() => ({ cache: documents.cache, waiting: planners.waiting }));
  const { resilience } = options;
  const caller = createSubgraphCaller({ subgraphs, gatewaySecret, metrics, log, delays: options.delays?.subgraphs, resilience });
  const room = new OperationRoom(resilience?.operations);
  metrics.watchRoom(() => room.load);
  const graphql = new GraphqlHandler({
    schema,
    documents,
    trusted: new TrustedDocuments(options.documents ?? null, options.onlyTrusted ?? false),
    production: options.production,
    cost: new DocumentCost(schema, sizes),
    brought: new AnswerCost(schema, sizes),
    budget,
    engine: await createEngine(
      supergraph,
      subgraphs.map((subgraph) => subgraph.name),
      caller,
      planners,
    ),
    verifier: withRegisteredPurposes(options.verifier, clients),
    certificats: options.certificats ?? new CertificatsPresentes(),
    clients,
    opening: new Opening(clients, watch ?? new MemoryWatch(), systemClock, log),
    refused: watch && classes ? new RefusedDemands(schema, classes, watch.refus, systemClock) : null,
    refusedTokens: watch ? new RefusedTokens(watch, gatewaySecret, systemClock, log) : null,
    metrics,
    room,
    log,
    deadline: options.delays?.operation,
  });
  const { production, corsOrigins, routes = {}, ready, otherMetrics } = options;
  return {
    handle: createFront({ graphql, metrics, otherMetrics, production, https: options.https ?? production, corsOrigins, routes, ready }),
    supergraph,
    publicSchema: schema,
    metrics,
    close: async () => {
      caller.close();
      planners.close();
      await budget.close();
      metrics.close();
    },
  };
}
