import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort, SECRETS_DES_ESSAIS } from "../../e2e/hub-de-test";
import { Commande } from "../../hub/commande";

/** The whole hub in a process of its own, as `npm start` runs it. */
export interface HubTuable {
  url: string;
  /** True when it answered 200 on /readyz, and was not killed since. */
  readonly debout: boolean;
  /** How often it ended while it was up and nobody killed it. */
  readonly mortsSubites: number;
  tuer(): Promise<void>;
  /** Starts again; resolves when /readyz says 200. Returns how long it took, in milliseconds. */
  relancer(): Promise<number>;
  /** SIGTERM. Returns its exit code. */
  arreter(): Promise<number | null>;
  fermer(): void;
}

const DEMARRAGE_MS = 120_000;

export async function hubTuable(databaseUrl: string): Promise<HubTuable> {
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-hub-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environnement = {
    ...SECRETS_DES_ESSAIS,
    DATABASE_URL: databaseUrl,
    UNEFOIS_DATA: dataFolder,
    PORT: String(port),
    UNEFOIS_LOG: "error",
  };
  let commande: Commande;
  let debout = false;
  let mortsSubites = 0;
  const pret = async () =>
    fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
      (reponse) => reponse.ok,
      () => false,
    );
  const relancer = async (): Promise<number> => {
    const debut = performance.now();
    commande = new Commande(["start"], environnement);
    let fini = false;
    void commande.ended.then(() => {
      fini = true;
      if (debout) mortsSubites++;
      debout = false;
    });
    while (!(await pret())) {
      // A process that neither serves nor ends is one that no supervisor starts again.
      if (performance.now() - debut > DEMARRAGE_MS) throw new Error(`ni prêt ni arrêté : ${commande.out}${commande.err}`);
      // PostgreSQL may have been killed while it started: an operator, or the supervisor, starts it again.
      if (fini) return performance.now() - debut + (await relancer());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    debout = true;
    return performance.now() - debut;
  };
  await relancer();
  return {
    url,
    get debout() {
      return debout;
    },
    get mortsSubites() {
      return mortsSubites;
    },
    tuer: async () => {
      debout = false;
      commande.child.kill("SIGKILL");
      await commande.ended;
    },
    relancer,
    arreter: async () => {
      debout = false;
      commande.child.kill("SIGTERM");
      return (await commande.ended).code;
    },
    fermer: () => fs.rmSync(dataFolder, { recursive: true, force: true }),
  };
}
