import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { reconstruire } from "../../../subgraphs/indicateurs/projection/reconstruire.repository";
import { numberEvents } from "../../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { ajouter, contratSigne, entree, orientation, presence, projeterTout } from "../journal";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const RACINE = path.join(__dirname, "../../..");
/** A process of its own that follows the journal by small batches, as the worker does. */
const SUIVRE = `
  const pg = require("pg");
  const { SUIVI } = require("./dist/subgraphs/indicateurs/projection");
  const { followOnce } = require("./dist/subgraphs/shared/event-follower");
  (async () => {
    const client = new pg.Client({ connectionString: process.argv[1], application_name: "suiveur-tue" });
    await client.connect();
    while (await followOnce(client, { ...SUIVI, batch: 5 }));
  })();`;

const position = async () => Number((await db.owner.query("select coalesce(max(position), 0) as p from indicateurs.curseur")).rows[0].p);

/** Kills a follower, without a word, once it has passed a position. Returns where it was seen. */
async function tuerApres(seuil: number): Promise<number> {
  const suiveur = spawn(process.execPath, ["-e", SUIVRE, db.url], { cwd: RACINE, stdio: "ignore" });
  const fini = new Promise<NodeJS.Signals | null>((resolve) => suiveur.on("exit", (_code, signal) => resolve(signal)));
  for (const limite = Date.now() + 30_000; (await position()) < seuil; await new Promise((r) => setTimeout(r, 5)))
    if (Date.now() > limite) throw new Error("le suivi n’avance pas");
  suiveur.kill("SIGKILL");
  expect(await fini).toBe("SIGKILL");
  // What it had sent may still be committed: its session ends first.
  while ((await db.owner.query("select from pg_stat_activity where application_name = 'suiveur-tue'")).rowCount)
    await new Promise((r) => setTimeout(r, 20));
  return position();
}

describe("kill -9 pendant le suivi", () => {
  it("chaque événement compte une fois, où que le processus soit mort", async () => {
    const vie = () => {
      const a = randomUUID();
      const rdv = presence(a, "2026-02-02T09:00:00Z", "HONORE", { famille: "ACCOMPAGNEMENT" });
      return [
        entree(a),
        orientation(a, "2026-01-20"),
        rdv,
        contratSigne(a, "2026-02-10"),
        { ...rdv, donnees: { ...rdv.donnees, statut: "ABSENT" } },
      ];
    };
    await ajouter(db.owner, Array.from({ length: 80 }, vie).flat());
    await numberEvents(db.owner);
    const morts = [await tuerApres(20), await tuerApres(150)];
    expect(morts[0]).toBeLessThan(400);
    expect(morts[1]).toBeGreaterThanOrEqual(morts[0]!);
    expect(await projeterTout(db.owner)).toBe(400 - morts[1]!);
    const { rows } = await db.owner.query(
      "select (select count(*) from indicateurs.entree)::int as entrees, (select count(*) from indicateurs.presence where statut = 'ABSENT')::int as absences",
    );
    expect(rows).toEqual([{ entrees: 80, absences: 80 }]);
    expect(await reconstruire(db.url, { verifier: true })).toEqual({ lus: 400, differences: [] });
  }, 90_000);
});
