import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What the gate and the planner hold at one moment. */
export interface GateState {
  cache: { count: number; bytes: number; hits: number; misses: number };
  waiting: number;
}

/** What `/metrics` shows. Labels are names and codes of the hub: never a client's text, never a person. */
export class GatewayMetrics {
  private readonly registry = new Registry();
  private readonly requests = new Counter({
    name: "unefois_requetes_total",
    help: "Requêtes GraphQL, par nature et statut HTTP",
    labelNames: ["nature", "statut"],
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: "unefois_requete_secondes",
    help: "Durée des requêtes GraphQL",
    labelNames: ["nature"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.registry],
  });
  private readonly errors = new Counter({
    name: "unefois_erreurs_total",
    help: "Erreurs rendues, par code",
    labelNames: ["code"],
    registers: [this.registry],
  });
  private readonly refused = new Counter({
    name: "unefois_documents_refuses_total",
    help: "Requêtes refusées avant toute exécution, par code",
    labelNames: ["code"],
    registers: [this.registry],
  });
  private readonly calls = new Histogram({
    name: "unefois_sous_graphe_secondes",
    help: "Appels aux sous-graphes, par issue",
    labelNames: ["sous_graphe", "issue"],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  private readonly plans = new Histogram({
    name: "unefois_plan_secondes",
    help: "Planification d’un document nouveau, attente comprise, par issue",
    labelNames: ["issue"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10, 30],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  request(nature: string, status: number, seconds: number): void {
    this.requests.inc({ nature, statut: String(status) });
    this.durations.observe({ nature }, seconds);
  }

  /** A new document was planned, or was not. */
  plan(outcome: string, seconds: number): void {
    this.plans.observe({ issue: outcome }, seconds);
  }

  /** Shows the state of the gate when it is asked. */
  watch(state: () => GateState): void {
    const gauges: [string, string, (state: GateState) => number][] = [
      ["unefois_documents_gardes", "Documents gardés avec leur plan", ({ cache }) => cache.count],
      ["unefois_documents_octets", "Mémoire des documents gardés, estimée", ({ cache }) => cache.bytes],
      ["unefois_documents_reconnus", "Requêtes dont le document était gardé, depuis le démarrage", ({ cache }) => cache.hits],
      ["unefois_documents_nouveaux", "Requêtes dont le document ne l’était pas, depuis le démarrage", ({ cache }) => cache.misses],
      ["unefois_plans_en_attente", "Documents nouveaux qui attendent un planificateur", ({ waiting }) => waiting],
    ];
    for (const [name, help, read] of gauges) {
      const collect = function (this: Gauge) {
        this.set(read(state()));
      };
      new Gauge({ name, help, registers: [this.registry], collect });
    }
  }

  error(code: string): void {
    this.errors.inc({ code });
  }

  refusal(code: string): void {
    this.refused.inc({ code });
  }

  subgraphCall(subgraph: string, outcome: string, seconds: number): void {
    this.calls.observe({ sous_graphe: subgraph, issue: outcome }, seconds);
  }

  async text(): Promise<{ type: string; body: string }> {
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }

  close(): void {
    this.registry.clear();
  }
}
