import { RequestContext } from "../../subgraphs/shared/context";
import { Database } from "../../subgraphs/shared/database";
import type { Caller } from "../../subgraphs/shared/identity";
import { newOperation } from "../../subgraphs/shared/operation";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";

const { amina, bruno, chantal, driss, elodie } = PEOPLE;
const SEES: [string, Caller, string[]][] = [
  ["le Département du 94", CALLERS.departement, [amina, bruno, chantal, driss]],
  ["le Département du 93", CALLERS.departement93, [elodie]],
  ["un référent", CALLERS.referent, [amina]],
  ["un organisme inconnu", { ...CALLERS.departement, organisme: "INCONNU" }, []],
];

describe.each([1, 2])("droits sur %i connexion(s) partagée(s)", (poolSize) => {
  let base: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    database = await Database.open(base.url, { role: "unefois_allocataires", poolSize });
  });
  afterAll(async () => {
    await database.close();
    await base.drop();
  });

  const contextOf = (caller: Caller) =>
    new RequestContext({ caller, operation: newOperation("essai"), database, subgraph: "allocataires" });
  const PEOPLE_SEEN = "select id from allocataires.allocataire order by id";

  async function read(caller: Caller, index: number): Promise<string[]> {
    const ctx = contextOf(caller);
    const rows = await (await ctx.read()).rows<{ id: string }>(PEOPLE_SEEN);
    // Some requests fail before their end, some give up: the connection goes back all the same.
    if (index % 7 === 0) await (await ctx.read()).rows("select 1 / 0").catch(() => undefined);
    await (index % 3 === 0 ? ctx.abandon() : ctx.end().catch(() => ctx.abandon()));
    return rows.map((row) => row.id);
  }

  async function write(caller: Caller, index: number): Promise<string[]> {
    let seen: string[] = [];
    const work = contextOf(caller).inTransaction(async ({ tx }) => {
      seen = (await tx.rows<{ id: string }>(PEOPLE_SEEN)).map((row) => row.id);
      if (index % 5 === 0) throw new Error("panne");
    });
    await work.catch((error) => expect(error.message).toBe("panne"));
    return seen;
  }

  it("100 lectures et écritures mêlées : chacun ne voit que les siens", async () => {
    const requests = Array.from({ length: 100 }, (_, index) => ({ index, who: SEES[(index * 7 + (index % 3)) % SEES.length]! }));
    const seen = await Promise.all(requests.map(({ index, who: [, caller] }) => (index % 4 === 0 ? write : read)(caller, index)));
    expect(seen).toEqual(requests.map(({ who: [, , expected] }) => expected));
  });

  it("hors d’une transaction de l’appelant, la connexion n’a gardé ni rôle ni droits", async () => {
    await read(CALLERS.departement, 1);
    const pool = (database as unknown as { pool: import("pg").Pool }).pool;
    for (let i = 0; i < poolSize; i++) {
      const { rows } = await pool.query(
        "select current_user = session_user as proprietaire, current_setting('unefois.departements', true) as departements, current_setting('unefois.portee', true) as portee",
      );
      expect({ ...rows[0], departements: rows[0].departements || null, portee: rows[0].portee || null }).toEqual({
        proprietaire: true,
        departements: null,
        portee: null,
      });
    }
  });
});
