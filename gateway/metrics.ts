import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

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

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  request(nature: string, status: number, seconds: number): void {
    this.requests.inc({ nature, statut: String(status) });
    this.durations.observe({ nature }, seconds);
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
