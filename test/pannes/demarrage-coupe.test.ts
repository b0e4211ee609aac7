import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { migrationModules } from "../../migrations";
import { migrateUp } from "../../subgraphs/shared/migrations";
import { asOwner } from "../../subgraphs/shared/owner";
import { freePort, SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { Commande } from "../hub/commande";
import { loadFixtures } from "../setup/fixtures";
import { type PostgresTuable, postgresTuable } from "./postgres-tuable";

/** A process that neither serves nor ends within this is one that no supervisor starts again. */
const DELAI_MS = 40_000;
/** Steps of the start, by the name of the connection that it opens last. The worker's come before the gateway listens. */
const MOMENTS = ["unefois_allocataires", "unefois-sequenceur", "unefois_indicateurs"];

let base: PostgresTuable;
let dossier: string;
beforeAll(async () => {
  base = await postgresTuable();
  dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-coupe-"));
  await migrateUp(base.url, migrationModules);
  await asOwner(base.url, loadFixtures);
}, 60_000);
afterAll(async () => {
  await base.fermer();
  fs.rmSync(dossier, { recursive: true });
});

const attendre = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for the connection of that name, or the end of the process. */
const connexion = (nom: string, hub: Commande) =>
  asOwner(base.url, async (client) => {
    const la = async () => (await client.query("select from pg_stat_activity where application_name = $1", [nom])).rowCount! > 0;
    while (hub.child.exitCode === null && !(await la())) await attendre(5);
  });

const repond = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
    (reponse) => reponse.ok,
    () => false,
  );

describe("PostgreSQL tué pendant qu’un hub démarre", () => {
  it.each(MOMENTS)(
    "à la connexion « %s » : le hub sert, ou s’arrête avec le code 1 ; il ne reste pas debout sans servir",
    async (moment) => {
      const port = await freePort();
      const environnement = {
        ...SECRETS_DES_ESSAIS,
        DATABASE_URL: base.url,
        UNEFOIS_DATA: dossier,
        PORT: String(port),
        UNEFOIS_LOG: "error",
      };
      const hub = new Commande(["start"], environnement);
      try {
        await connexion(moment, hub);
        base.tuer();
        await base.relancer();
        const fin = performance.now() + DELAI_MS;
        while (hub.child.exitCode === null && !(await repond(port))) {
          if (performance.now() > fin) throw new Error(`ni prêt ni arrêté ; il a dit : ${hub.out}${hub.err}`);
          await attendre(100);
        }
        if (hub.child.exitCode === null) {
          hub.child.kill("SIGTERM");
          expect((await hub.ended).code).toBe(0);
        } else {
          expect(hub.child.exitCode).toBe(1);
          expect(hub.err).toContain("PostgreSQL ne répond plus");
        }
      } finally {
        hub.child.kill("SIGKILL");
      }
    },
    90_000,
  );
});
