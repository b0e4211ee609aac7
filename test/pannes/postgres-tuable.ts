import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../subgraphs/shared/embedded-postgres";
import { freePort } from "../e2e/hub-de-test";

/** A PostgreSQL of its own, durable as in production, that can be killed and started again on the same data and port. */
export interface PostgresTuable {
  url: string;
  dataFolder: string;
  /** Process of the postmaster. */
  pid(): number;
  /** Processes that serve a client, by pid. */
  clients(): number[];
  /** Every process of the server, the postmaster first. */
  tous(): number[];
  tuer(): void;
  /** Starts again; returns how long it took, recovery included. */
  relancer(): Promise<number>;
  fermer(): Promise<void>;
}

export interface OptionsTuable {
  /** Where the data are; by default a folder of its own. */
  dossier?: string;
  settings?: string[];
}

const lireFichier = (chemin: string): string => {
  try {
    return fs.readFileSync(chemin, "utf8");
  } catch {
    // The process is gone: it has no file any more.
    return "";
  }
};

const enfantsDe = (pid: number): number[] =>
  lireFichier(`/proc/${pid}/task/${pid}/children`).trim().split(/\s+/).filter(Boolean).map(Number);

export async function postgresTuable({ dossier, settings = [] }: OptionsTuable = {}): Promise<PostgresTuable> {
  const parent = dossier ?? fs.mkdtempSync(path.join(os.tmpdir(), "unefois-tuable-"));
  fs.chmodSync(parent, 0o755);
  const port = await freePort();
  const lancer = () => startEmbeddedPostgres(path.join(parent, "pg"), { password: "essai", port, settings });
  let server: EmbeddedPostgres = await lancer();
  const pid = () => Number(lireFichier(path.join(server.dataFolder, "postmaster.pid")).split("\n")[0]);
  const url = new URL(server.url);
  return {
    url: url.href,
    dataFolder: server.dataFolder,
    pid,
    clients: () => enfantsDe(pid()).filter((un) => lireFichier(`/proc/${un}/cmdline`).includes("127.0.0.1(")),
    tous: () => [pid(), ...enfantsDe(pid())],
    tuer: () => process.kill(pid(), "SIGKILL"),
    relancer: async () => {
      const debut = performance.now();
      for (let essais = 0; ; essais++) {
        try {
          server = await lancer();
          return performance.now() - debut;
        } catch (error) {
          // What the dead postmaster left behind takes a moment to go.
          if (essais > 200) throw error;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    },
    fermer: async () => {
      await server.stop();
      if (!dossier) fs.rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** Limits the size of the files that these processes, and those that they start, may write. Null: no limit. */
export function limiterLesFichiers(pids: readonly number[], octets: number | null): void {
  for (const pid of pids) {
    const qui = fs.statSync(`/proc/${pid}`, { throwIfNoEntry: false });
    if (!qui) continue;
    // Under the account of the process: root itself may lack the right to limit another's (CAP_SYS_RESOURCE, in a container).
    const limite = `--fsize=${octets ?? "unlimited"}:unlimited`;
    const { status, stderr } = spawnSync("prlimit", ["--pid", String(pid), limite], { uid: qui.uid, gid: qui.gid, encoding: "utf8" });
    if (status !== 0 && fs.existsSync(`/proc/${pid}`)) throw new Error(`prlimit n’a pas pu limiter le processus ${pid} : ${stderr}`);
  }
}
