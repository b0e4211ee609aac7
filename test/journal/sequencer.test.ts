import fc from "fast-check";
import pg from "pg";
import { createLog } from "../../subgraphs/shared/log";
import { numberEvents, startSequencer } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";

const log = createLog("silent", "test");
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const INSERT = `insert into journal.evenement (type, departement, donnees, survenu_le) values ('Essai', '94', jsonb_build_object('n', $1::text), '2026-02-01')`;

interface Work {
  events: number;
  pauseMs: number;
  commits: boolean;
}

/** Transactions of random length, one after the other on one connection; those that roll back leave nothing. */
async function write(url: string, writer: number, works: readonly Work[], committed: Set<string>, begun: Set<string>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const [index, work] of works.entries()) {
    const names = Array.from({ length: work.events }, (_, event) => `${writer}-${index}-${event}`);
    await client.query("begin");
    for (const name of names) {
      await client.query(INSERT, [name]);
      begun.add(name);
      await wait(work.pauseMs / work.events);
    }
    if (work.commits) {
      // Before the commit is asked for, nobody may have read them.
      for (const name of names) begun.delete(name);
      await client.query("commit");
      for (const name of names) committed.add(name);
    } else {
      await client.query("rollback");
    }
  }
  await client.end();
}

interface Line {
  position: number;
  n: string;
}

/** Reads by cursor, page by page, until told to stop and nothing is left. */
async function readByCursor(url: string, done: () => boolean, onLine: (line: Line) => void): Promise<Line[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const lines: Line[] = [];
  for (let cursor = 0; ; ) {
    const last = done();
    const { rows } = await client.query<Line>(
      "select position::int as position, donnees ->> 'n' as n from journal.evenement where position > $1 order by position limit 7",
      [cursor],
    );
    for (const line of rows) onLine(line);
    lines.push(...rows);
    cursor = rows.at(-1)?.position ?? cursor;
    if (last && rows.length === 0) break;
    await wait(2);
  }
  await client.end();
  return lines;
}

describe("séquenceur du journal", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(() => base.drop());
  beforeEach(() => base.owner.query("truncate journal.evenement"));

  it("huit écrivains, deux séquenceurs : chaque événement validé est lu une fois, dans l’ordre, jamais avant son commit", async () => {
    const work = fc.record({ events: fc.integer({ min: 1, max: 5 }), pauseMs: fc.integer({ min: 0, max: 30 }), commits: fc.boolean() });
    const plan = fc.array(fc.array(work, { minLength: 2, maxLength: 8 }), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(plan, async (writers) => {
        await base.owner.query("truncate journal.evenement");
        const [one, two] = [startSequencer(base.url, log, 5), startSequencer(base.url, log, 7)];
        const committed = new Set<string>();
        const begun = new Set<string>();
        const early: string[] = [];
        let written = false;
        const reading = readByCursor(
          base.url,
          () => written,
          (line) => begun.has(line.n) && early.push(line.n),
        );
        await Promise.all(writers.map((works, writer) => write(base.url, writer, works, committed, begun)));
        await Promise.all([one.stop(), two.stop()]);
        await numberEvents(base.owner);
        written = true;
        const lines = await reading;
        expect(early).toEqual([]);
        expect(lines.map((line) => line.n).sort()).toEqual([...committed].sort());
        expect(lines.map((line) => line.position)).toEqual(lines.map((_, index) => index + 1));
      }),
      { numRuns: 6 },
    );
  });

  it("une longue transaction ouverte ne retient personne, et ses événements viennent après", async () => {
    const long = new pg.Client({ connectionString: base.url });
    await long.connect();
    await long.query("begin");
    await long.query(INSERT, ["long"]);
    await base.owner.query(INSERT, ["court"]);
    expect(await numberEvents(base.owner)).toBe(1);
    const read =
      "select donnees ->> 'n' as n, position::int as position from journal.evenement where position is not null order by position";
    expect((await base.owner.query(read)).rows).toEqual([{ n: "court", position: 1 }]);
    await long.query("commit");
    await long.end();
    expect(await numberEvents(base.owner)).toBe(1);
    expect((await base.owner.query(read)).rows).toEqual([
      { n: "court", position: 1 },
      { n: "long", position: 2 },
    ]);
  });

  it("deux séquenceurs à la fois ne donnent jamais deux fois une position, et n’en changent aucune", async () => {
    await base.owner.query(
      `create table if not exists public.positions_donnees (evenement uuid, ancienne bigint, nouvelle bigint);
       truncate public.positions_donnees;
       create or replace function public.noter() returns trigger language plpgsql as
         'begin insert into public.positions_donnees values (new.id, old.position, new.position); return null; end';
       create or replace trigger noter after update on journal.evenement for each row execute function public.noter();`,
    );
    const clients = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const client = new pg.Client({ connectionString: base.url });
        await client.connect();
        return client;
      }),
    );
    for (let round = 0; round < 20; round++) {
      await base.owner.query(
        "insert into journal.evenement (type, donnees, survenu_le) select 'Essai', '{}', '2026-02-01' from generate_series(1, 50)",
      );
      await Promise.all(clients.map((client) => numberEvents(client)));
    }
    await Promise.all(clients.map((client) => client.end()));
    const given = await base.owner.query(
      "select count(*)::int as n, count(distinct nouvelle)::int as distinctes, count(ancienne)::int as changees, max(nouvelle)::int as derniere from public.positions_donnees",
    );
    await base.owner.query("drop trigger noter on journal.evenement");
    expect(given.rows[0]).toEqual({ n: 1000, distinctes: 1000, changees: 0, derniere: 1000 });
  });

  it("s’arrête aussitôt, même à côté d’un autre", async () => {
    const [one, two] = [startSequencer(base.url, log, 10), startSequencer(base.url, log, 10)];
    await wait(50);
    await two.stop();
    await base.owner.query(INSERT, ["après l’arrêt du second"]);
    const pending = async () =>
      (await base.owner.query("select count(*)::int as n from journal.evenement where position is null")).rows[0].n;
    while ((await pending()) > 0) await wait(20);
    await one.stop();
  });

  it("prévient ceux qui écoutent, après le commit", async () => {
    const listener = new pg.Client({ connectionString: base.url });
    await listener.connect();
    await listener.query("listen evenement");
    const told = new Promise<void>((resolve) => listener.once("notification", () => resolve()));
    await base.owner.query(INSERT, ["annoncé"]);
    await numberEvents(base.owner);
    await told;
    const seen = await listener.query("select count(*)::int as n from journal.evenement where position is not null");
    expect(seen.rows[0].n).toBe(1);
    await listener.end();
  });
});
