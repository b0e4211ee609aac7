import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { ISSUES_DES_REFUS, refusComptes } from "../subgraphs/shared/veille/refus-mesures";

/** What the gate and the planner hold at one moment. */
export interface GateState {
  cache: { count: number; bytes: number; hits: number; misses: number };
  /** New documents that wait for a planner. */
  waiting: number;
}

/** How one subgraph stands, seen from the gateway. */
export interface SubgraphState {
  name: string;
  /** Its circuit: no call but a probe. */
  open: boolean;
  inside: number;
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
  private states: () => SubgraphState[] = () => [];
  private room: () => { inside: number; waiting: number } = () => ({ inside: 0, waiting: 0 });

  constructor() {
    this.gauge("unefois_circuit_ouvert", "1 quand le sous-graphe n’est plus appelé, sinon pour le sonder", ({ open }) => Number(open));
    this.gauge("unefois_appels_en_cours", "Appels en cours à un sous-graphe", ({ inside }) => inside);
    this.gauge("unefois_appels_en_attente", "Appels qui attendent leur place vers un sous-graphe", ({ waiting }) => waiting);
    this.roomGauge("unefois_operations_poids", "Coût des opérations en cours, en objets", ({ inside }) => inside);
    this.roomGauge("unefois_operations_en_attente", "Opérations qui attendent leur place", ({ waiting }) => waiting);
    this.refusals();
    collectDefaultMetrics({ register: this.registry });
  }

  private refusals(): void {
    const collect = function (this: Counter) {
      const counted = refusComptes();
      this.reset();
      for (const issue of ISSUES_DES_REFUS) this.inc({ issue }, counted[issue]);
    };
    const help = "Demandes refusées à inscrire au registre, par issue (echec : un essai d’écriture a échoué ; perdu : jamais écrites)";
    new Counter({ name: "unefois_refus_total", help, labelNames: ["issue"], registers: [this.registry], collect });
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

  /** Where the state of the subgraphs is read, at each look. */
  watchSubgraphs(states: () => SubgraphState[]): void {
    this.states = states;
  }

  /** Where the operations in flight are read, at each look. */
  watchRoom(room: () => { inside: number; waiting: number }): void {
    this.room = room;
  }

  private gauge(name: string, help: string, read: (state: SubgraphState) => number): void {
    const states = () => this.states();
    const collect = function (this: Gauge) {
      for (const state of states()) this.set({ sous_graphe: state.name }, read(state));
    };
    new Gauge({ name, help, labelNames: ["sous_graphe"], registers: [this.registry], collect });
  }

  private roomGauge(name: string, help: string, read: (room: { inside: number; waiting: number }) => number): void {
    const room = () => this.room();
    const collect = function (this: Gauge) {
      this.set(read(room()));
    };
    new Gauge({ name, help, registers: [this.registry], collect });
  }

  async text(): Promise<{ type: string; body: string }> {
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }

  close(): void {
    this.registry.clear();
  }
}
