import type { Log } from "../subgraphs/shared/log";
import { BoundedCache } from "./bounded-cache";
import { DELAYS } from "./limits";
import { PlannerChild, PlannerGoneError } from "./planner-child";
import { tooComplex, tooLate } from "./too-late";

export interface PlannersOptions {
  supergraph: string;
  log: Pick<Log, "warn">;
  /** Milliseconds that one document gets; by default `DELAYS.plan`. */
  delay?: number;
  /** Told of each document that was planned: seconds that it waited and took, and how it ended. */
  planned?: (seconds: number, outcome: "ok" | "refuse" | "delai" | "panne") => void;
}

interface Job {
  document: string;
  client: string;
  since: number;
  until: number;
  resolve: (plan: string) => void;
  reject: (error: Error) => void;
  timer?: NodeJS.Timeout;
}

/** Planners in all. One client never has them all at work: another's new document does not wait for hers. */
const PROCESSES = 2;
/** How long a document that met the deadline is refused at once, and how many are remembered. */
const REFUSED_MS = 60_000;
const REMEMBERED = 1_000;

/** Plans documents in processes of their own, which are killed at the deadline: neither the gateway nor other clients wait for a slow plan. */
export class Planners {
  private readonly children: PlannerChild[] = [];
  private readonly working = new Map<PlannerChild, Job>();
  private readonly queues = new Map<string, Job[]>();
  private readonly slow = new BoundedCache<string, number>(REMEMBERED);
  private closed = false;

  constructor(private readonly options: PlannersOptions) {
    // Started ahead: the first request does not pay for it.
    this.children.push(new PlannerChild(options.supergraph));
  }

  /** The plan of a document, as JSON. @param until instant of `performance.now()`. Errors: Refusal DELAI_DEPASSE, PlannerGoneError, PlannerRefusedError. */
  plan(document: string, client: string, until: number): Promise<string> {
    const limit = this.options.delay ?? DELAYS.plan;
    if ((this.slow.get(document) ?? 0) > performance.now()) return Promise.reject(tooComplex(limit));
    return new Promise((resolve, reject) => {
      const job: Job = { document, client, since: performance.now(), until, resolve, reject };
      job.timer = setTimeout(() => this.giveUp(job), Math.max(0, until - performance.now()));
      this.queues.set(client, [...(this.queues.get(client) ?? []), job]);
      this.next();
    });
  }

  /** Documents that wait for a planner. */
  get waiting(): number {
    let sum = 0;
    for (const queue of this.queues.values()) sum += queue.length;
    return sum;
  }

  close(): void {
    this.closed = true;
    for (const child of this.children.splice(0)) child.kill();
  }

  /** Gives free planners the oldest document of a client that has none at work, each client in its turn. */
  private next(): void {
    for (const client of [...this.queues.keys()]) {
      if (this.closed || [...this.working.values()].some((job) => job.client === client)) continue;
      const child = this.free();
      if (!child) return;
      const queue = this.queues.get(client)!;
      const job = queue.shift()!;
      // Back to the end of the turn.
      this.queues.delete(client);
      if (queue.length > 0) this.queues.set(client, queue);
      this.working.set(child, job);
      void this.work(child, job);
    }
  }

  private free(): PlannerChild | null {
    for (const child of [...this.children]) {
      if (!child.alive) this.children.splice(this.children.indexOf(child), 1);
      else if (!this.working.has(child)) return child;
    }
    if (this.children.length >= PROCESSES) return null;
    const child = new PlannerChild(this.options.supergraph);
    this.children.push(child);
    return child;
  }

  private async work(child: PlannerChild, job: Job): Promise<void> {
    const limit = this.options.delay ?? DELAYS.plan;
    let outcome: "ok" | "refuse" | "delai" | "panne" = "ok";
    let late = false;
    let timer: NodeJS.Timeout | undefined;
    try {
      await child.ready;
      timer = setTimeout(() => {
        late = true;
        this.slow.set(job.document, performance.now() + REFUSED_MS);
        child.kill();
      }, limit);
      job.resolve(await child.plan(job.document));
    } catch (error) {
      if (late || job.timer === undefined) outcome = "delai";
      else outcome = error instanceof PlannerGoneError ? "panne" : "refuse";
      job.reject(late ? tooComplex(limit) : (error as Error));
      if (outcome === "panne") this.options.log.warn({ cause: (error as Error).message }, "planificateur arrêté");
    } finally {
      clearTimeout(timer);
      clearTimeout(job.timer);
      this.working.delete(child);
      this.options.planned?.((performance.now() - job.since) / 1_000, outcome);
      if (!this.closed) this.next();
    }
  }

  /** The deadline of the operation: a document that waits leaves the line, one that is planned takes its process with it. */
  private giveUp(job: Job): void {
    job.timer = undefined;
    const queue = this.queues.get(job.client);
    const at = queue?.indexOf(job) ?? -1;
    if (at >= 0) {
      queue!.splice(at, 1);
      if (queue!.length === 0) this.queues.delete(job.client);
    } else for (const [child, working] of this.working) if (working === job) child.kill();
    job.reject(tooLate(job.until - job.since, "TEL_QUEL"));
  }
}
