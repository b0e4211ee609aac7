import type { GatewayOptions } from "../../gateway/gateway";
import { Database } from "../../subgraphs/shared/database";
import type { SubgraphRequest } from "../../subgraphs/shared/subgraph";
import { type TestDatabase, testDatabase } from "../setup/database";
import { codes, type SmallHub, smallHub } from "./small-hub";

const ATTENTE = "select pg_sleep(20)";

describe("le délai d’une opération, jusque dans PostgreSQL", () => {
  let db: TestDatabase;
  let database: Database;
  const droits = () => database.systemRights(["94"], "2026-11-22");
  const enCours = async () =>
    (
      await db.owner.query(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and state = 'active' and query ~ 'pg_sleep|generate_series' and pid <> pg_backend_pid()",
      )
    ).rows[0].n;
  beforeAll(async () => {
    db = await testDatabase();
    database = await Database.open(db.url, { role: "unefois_allocataires", poolSize: 4 });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  it("interrompt une lecture, et la connexion sert au suivant sans rien recevoir de cette fin", async () => {
    const { tx, end } = await database.begin(droits(), { until: performance.now() + 200 });
    const depart = performance.now();
    await expect(tx.rows(ATTENTE)).rejects.toMatchObject({ extensions: { code: "DELAI_DEPASSE" } });
    expect(performance.now() - depart).toBeLessThan(2_000);
    await expect(tx.rows("select 1")).rejects.toMatchObject({ extensions: { code: "DELAI_DEPASSE" } });
    await end(false);
    expect(await enCours()).toBe(0);
    const suivante = await database.begin(droits());
    expect(await suivante.tx.rows("select current_setting('statement_timeout') as t, pg_sleep(0.3)::text as s")).toMatchObject([
      { t: "0" },
    ]);
    await suivante.end(true);
  });

  it("interrompt une écriture entière : rien n’en reste", async () => {
    await db.owner.query("create table public.essai_delai (n int); grant all on public.essai_delai to unefois_allocataires");
    const ecriture = database.write(
      droits(),
      async (tx) => {
        await tx.execute("insert into public.essai_delai values (1)");
        await tx.rows(ATTENTE);
      },
      performance.now() + 200,
    );
    await expect(ecriture).rejects.toMatchObject({ extensions: { code: "DELAI_DEPASSE" } });
    expect((await db.owner.query("select from public.essai_delai")).rowCount).toBe(0);
  });

  it("n’interrompt que la sienne, quand trente délais tombent au milieu d’autres transactions", async () => {
    const une = async (i: number) => {
      const { tx, end } = await database.begin(droits(), i % 3 === 0 ? { until: performance.now() + 20 + i } : {});
      try {
        await tx.rows(i % 3 === 0 ? ATTENTE : "select pg_sleep(0.01)");
        await end(true);
        return "finie";
      } catch {
        await end(false);
        return "coupee";
      }
    };
    const issues = await Promise.all(Array.from({ length: 90 }, (_, i) => une(i)));
    expect(issues).toEqual(Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? "coupee" : "finie")));
  });

  describe.each(["processus", "http"] as const)("mode %s", (mode) => {
    let hub: SmallHub;
    const ouvrir = async (delays: GatewayOptions["delays"]) => {
      hub = await smallHub({ mode, delays });
      await hub.ask("{ moi agenda { motif } }");
    };
    const jusqua = async (nombre: number) => {
      for (let i = 0; i < 100 && (await enCours()) !== nombre; i++) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(await enCours()).toBe(nombre);
    };
    afterEach(() => hub.close());
    const lente = async (request: SubgraphRequest) => {
      const { tx, end } = await database.begin(droits(), { until: request.operation.until });
      await tx.rows(ATTENTE).finally(() => end(false));
      return { data: {} };
    };

    it("après le 504, plus aucune requête SQL de cette opération ne tourne", async () => {
      await ouvrir({ operation: 1_500 });
      hub.personnes.fault = lente as never;
      const reponse = hub.ask("{ moi }");
      await jusqua(1);
      expect([(await reponse).status, codes(await reponse)]).toEqual([504, ["DELAI_DEPASSE"]]);
      await jusqua(0);
      hub.personnes.fault = null;
      expect((await hub.ask("{ moi }")).data).toEqual({ moi: "tout" });
    });

    it("un sous-graphe qui dépasse son propre délai est coupé de même, et le reste est servi", async () => {
      await ouvrir({ subgraphs: { "rendez-vous": 250 } });
      hub.rendezVous.fault = lente as never;
      const reponse = await hub.ask("{ moi agenda { motif } }");
      expect([reponse.status, reponse.data]).toEqual([200, { moi: "tout", agenda: null }]);
      await jusqua(0);
    });
  });
});
