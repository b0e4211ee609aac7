import fs from "node:fs";
import type { Log } from "../log";
import { type ClientEnregistre, clientInconnu } from "./client-enregistre";
import { CLIENTS_DE_DEMO } from "./clients-de-demo";
import { lireClients, RegistreDesClientsRefuse } from "./lire-clients";

/** Between two looks at the file: a change is seen within it. */
const REGARD_MS = 1_000;

/** Who may ask the hub. Every process reads the same file, and takes its changes without a restart. */
export class RegistreClients {
  private clients: Map<string, ClientEnregistre>;
  private version = "";
  private looked = 0;

  private constructor(
    private readonly file: string | null,
    clients: readonly ClientEnregistre[],
    private readonly log: Pick<Log, "error" | "warn"> | null,
  ) {
    this.clients = byName(clients);
  }

  /** The register of UNEFOIS_CLIENTS, else the demo's. Errors: RegistreDesClientsRefuse. @param file null: the demo's. */
  static open(file: string | null, log: Pick<Log, "error" | "warn"> | null = null): RegistreClients {
    if (file === null) return new RegistreClients(null, CLIENTS_DE_DEMO, log);
    const register = new RegistreClients(file, lireClients(contentOf(file), file), log);
    register.version = versionOf(file);
    register.looked = performance.now();
    return register;
  }

  /** A register given whole: for tests, and for who is not a process of the hub. */
  static of(clients: readonly ClientEnregistre[]): RegistreClients {
    return new RegistreClients(null, clients, null);
  }

  /** True: the demo's own list is in use. */
  get demo(): boolean {
    return this.file === null;
  }

  /** What the register says of a client; the strictest limits for one that it does not know. */
  client(name: string): ClientEnregistre {
    this.reload();
    return this.clients.get(name) ?? clientInconnu(name, this.file === null ? null : []);
  }

  all(): ClientEnregistre[] {
    this.reload();
    return [...this.clients.values()];
  }

  /** Takes the file again when it changed. One that is wrong, or gone, changes nothing: the last good one holds, and the log says so. */
  private reload(): void {
    if (this.file === null || performance.now() - this.looked < REGARD_MS) return;
    this.looked = performance.now();
    const version = versionOf(this.file);
    if (version === this.version) return;
    this.version = version;
    try {
      this.clients = byName(lireClients(contentOf(this.file), this.file));
      this.log?.warn({ clients: this.clients.size }, "registre des clients relu");
    } catch (error) {
      if (!(error instanceof RegistreDesClientsRefuse)) throw error;
      this.log?.error({ erreurs: error.message.split("\n").slice(1) }, "registre des clients refusé : le précédent reste en usage");
    }
  }
}

const byName = (clients: readonly ClientEnregistre[]) => new Map(clients.map((one) => [one.client, one]));

/** Tells two contents apart without reading them; a file that is gone has none. */
function versionOf(file: string): string {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : "absent";
}

function contentOf(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new RegistreDesClientsRefuse(
      `Registre des clients refusé (${file}). Corrigez ces valeurs :\n  le fichier ne peut pas être lu (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}
