import pg from "pg";
import { followOnce, type PublishedEvent, startFollower } from "../../subgraphs/shared/event-follower";
import { createLog } from "../../subgraphs/shared/log";
import { numberEvents, startSequencer } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";

const log = createLog("silent", "test");
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await condition()); await wait(5)) if (Date.now() > end) throw new Error("rien n’est venu");
}

describe("suivi du journal", () => {
  let base: TestDatabase;
  const insert = (n: number, departement: string | null, allocataire: string | null = null) =>
    base.owner.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ('Essai', $2, $3, jsonb_build_object('n', $1::int), '2026-02-01')",
      [n, departement, allocataire],
    );

  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
  });
  afterAll(() => base.drop());
  beforeEach(() => base.owner.query("truncate journal.evenement, echanges.curseur"));

  const follow = (apply: (client: pg.ClientBase, events: PublishedEvent[]) => Promise<void>, batch?: number) =>
    followOnce(base.owner, { schema: "echanges", name: "essai", apply, batch });

  it("voit tout : chaque département, ceux que le hub ne connaît pas encore, et les événements sans département", async () => {
    await insert(1, "94", PEOPLE.amina);
    await insert(2, "93", PEOPLE.elodie);
    await insert(3, "59");
    await insert(4, null);
    await numberEvents(base.owner);
    const seen: number[] = [];
    let territoire = "";
    await follow(async (client, events) => {
      seen.push(...events.map((event) => event.donnees.n));
      territoire = (await client.query("select current_setting('unefois.departements') as d")).rows[0].d;
    });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(territoire.split(",").sort()).toEqual(["59", "93", "94"]);
  });

  it("un suivi qui échoue n’avance pas ; repris, il relit les mêmes, puis la suite, une fois chacun", async () => {
    for (let n = 1; n <= 5; n++) await insert(n, "94");
    await numberEvents(base.owner);
    const effects: number[] = [];
    await expect(
      follow(async () => {
        throw new Error("panne");
      }, 2),
    ).rejects.toThrow("panne");
    const apply = async (_client: pg.ClientBase, events: PublishedEvent[]) => void effects.push(...events.map((event) => event.donnees.n));
    while ((await follow(apply, 2)) > 0);
    expect(effects).toEqual([1, 2, 3, 4, 5]);
  });

  it("deux suivis du même nom à la fois n’appliquent chaque événement qu’une fois", async () => {
    for (let n = 1; n <= 40; n++) await insert(n, "94");
    await numberEvents(base.owner);
    const effects: number[] = [];
    const run = async () => {
      const client = new pg.Client({ connectionString: base.url });
      await client.connect();
      const apply = async (_c: pg.ClientBase, events: PublishedEvent[]) => void effects.push(...events.map((event) => event.donnees.n));
      while ((await followOnce(client, { schema: "echanges", name: "essai", apply, batch: 3 })) > 0);
      await client.end();
    };
    await Promise.all([run(), run(), run()]);
    expect(effects.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  it("est réveillé par le séquenceur, et reprend seul quand sa connexion est coupée : chaque effet une fois", async () => {
    await base.owner.query("create table echanges.effet (n int); grant insert on echanges.effet to unefois_echanges");
    const effects = async (): Promise<number[]> =>
      (await base.owner.query("select n from echanges.effet order by n")).rows.map((row) => row.n);
    const follower = startFollower({
      url: base.url,
      schema: "echanges",
      name: "essai-vif",
      log,
      apply: async (client, events) =>
        void (await client.query("insert into echanges.effet select unnest($1::int[])", [events.map((event) => event.donnees.n)])),
    });
    const sequencer = startSequencer(base.url, log, 10);
    try {
      // Each event comes right after the effect of the one before: by polling alone, each would wait for the whole pause of one second.
      const waits: number[] = [];
      for (let n = 1; n <= 5; n++) {
        const start = Date.now();
        await insert(n, "94");
        await until(async () => (await effects()).length >= n);
        waits.push(Date.now() - start);
      }
      expect(Math.min(...waits)).toBeLessThan(700);
      const cut =
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'unefois-essai-vif' and datname = current_database()";
      for (let n = 6; n <= 8; n++) {
        await insert(n, "94");
        await base.owner.query(cut);
        await until(async () => (await effects()).length >= n);
      }
      expect(await effects()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    } finally {
      await Promise.all([follower.stop(), sequencer.stop()]);
    }
  });
});
