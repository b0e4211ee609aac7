import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";

const PROGRAM = path.join(__dirname, `planner-process${path.extname(__filename)}`);

/** The process that planned is gone: killed at the deadline, or dead. */
export class PlannerGoneError extends Error {}
/** The planner finds no plan for a document that the schema accepts. */
export class PlannerRefusedError extends Error {}

type Message = { ready: true } | { plan: string } | { error: string };

/** One planner in its own process. It plans one document at a time. */
export class PlannerChild {
  readonly ready: Promise<void>;
  private readonly child: ChildProcess;
  private waiting: { resolve: (message: Message) => void; reject: (error: Error) => void } | null = null;

  constructor(supergraph: string) {
    // Nothing of the hub's environment: it holds secrets.
    this.child = fork(PROGRAM, [], { env: {}, execArgv: [], stdio: ["ignore", "ignore", "ignore", "ipc"] });
    this.child.on("message", (message: Message) => this.settle((waiting) => waiting.resolve(message)));
    const gone = () => this.settle((waiting) => waiting.reject(new PlannerGoneError("le planificateur s’est arrêté")));
    this.child.on("exit", gone);
    this.child.on("error", gone);
    // A planner that waits for work does not keep a stopping process alive.
    this.child.unref();
    this.child.channel?.unref();
    this.ready = this.send(supergraph).then(() => undefined);
    this.ready.catch(() => undefined);
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.connected;
  }

  /** The plan of a document, as JSON. Errors: PlannerGoneError, PlannerRefusedError. */
  async plan(document: string): Promise<string> {
    const message = await this.send(document);
    if ("plan" in message) return message.plan;
    throw new PlannerRefusedError("error" in message ? message.error : "réponse inattendue du planificateur");
  }

  /** Native code cannot be interrupted: the process is. */
  kill(): void {
    this.child.kill("SIGKILL");
  }

  private send(text: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.child.send(text, (error) => error && this.settle((waiting) => waiting.reject(new PlannerGoneError(error.message))));
    });
  }

  private settle(how: (waiting: NonNullable<PlannerChild["waiting"]>) => void): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting) how(waiting);
  }
}
