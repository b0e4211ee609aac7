import { randomUUID } from "node:crypto";
import pg from "pg";
import { reconstruire } from "../../../subgraphs/indicateurs/projection/reconstruire.repository";
import { TABLES_ECRITES } from "../../../subgraphs/indicateurs/projection/table";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { ajouter, contratSigne, entree, orientation, projeterTout } from "../journal";

let db: TestDatabase;
let lecteur: pg.Client;
beforeAll(async () => {
  db = await testDatabase();
  lecteur = new pg.Client({ connectionString: db.url });
  await lecteur.connect();
});
afterEach(() =>
  db.owner.query(`truncate journal.evenement, indicateurs.curseur, ${TABLES_ECRITES.map((t) => `indicateurs.${t}`).join(", ")}`),
);
afterAll(async () => {
  await lecteur.end();
  await db.drop();
});

const vies = (n: number, jour = "2026-02-01") =>
  Array.from({ length: n }, () => randomUUID()).flatMap((a) => [
    { ...entree(a), le: `${jour}T08:00:00Z` },
    { ...orientation(a, "2026-01-20"), le: `${jour}T08:00:00Z` },
    { ...contratSigne(a, "2026-02-10"), le: `${jour}T08:00:00Z` },
  ]);
/** Damages the projection behind its back, as a mistake of code would. */
const abimer = (sql: string) => db.owner.query(`begin; set local indicateurs.sans_histoire = 'oui'; ${sql}; commit`);
const decides = async (client: pg.ClientBase) =>
  (await client.query("select count(*)::int as n from indicateurs.entree where parcours = 'FRANCE_TRAVAIL'")).rows[0].n;

describe("reconstruire", () => {
  it("--verifier dit les différences, table par table, et ne change rien", async () => {
    await ajouter(db.owner, vies(10));
    await projeterTout(db.owner);
    expect(await reconstruire(db.url, { verifier: true })).toEqual({ lus: 30, differences: [] });
    await abimer("update indicateurs.entree set parcours = 'FAUX' where ctid in (select ctid from indicateurs.entree limit 3)");
    await abimer("delete from indicateurs.contrat where ctid in (select ctid from indicateurs.contrat limit 2)");
    const differences = [
      { table: "entree", enTrop: 3, manquantes: 3 },
      { table: "contrat", enTrop: 0, manquantes: 2 },
    ];
    expect(await reconstruire(db.url, { verifier: true })).toEqual({ lus: 30, differences });
    expect(await decides(db.owner)).toBe(7);
    expect((await reconstruire(db.url)).differences).toEqual(differences);
    expect(await decides(db.owner)).toBe(10);
    expect((await db.owner.query("select from indicateurs.entree_passee")).rowCount).toBe(0);
  });

  it("ne retient pas un lecteur, qui garde les anciens chiffres jusqu’à la fin de sa lecture", async () => {
    await ajouter(db.owner, vies(10));
    await projeterTout(db.owner);
    await abimer("update indicateurs.entree set parcours = 'FAUX'");
    await lecteur.query("begin isolation level repeatable read");
    expect(await decides(lecteur)).toBe(0);
    // The reader's transaction stays open during the whole of it: neither waits for the other.
    await reconstruire(db.url);
    expect(await decides(lecteur)).toBe(0);
    await lecteur.query("commit");
    expect(await decides(lecteur)).toBe(10);
  });

  it("le suivi continue pendant qu’elle lit : rien n’est perdu ni compté deux fois", async () => {
    await ajouter(db.owner, vies(400));
    await projeterTout(db.owner);
    let total = 1200;
    const vivre = async () => {
      for (let n = 0; n < 12; n++) {
        await ajouter(db.owner, vies(3, `2026-03-${String(n + 1).padStart(2, "0")}`));
        total += await projeterTout(db.owner, 4);
      }
    };
    const [faite] = await Promise.all([reconstruire(db.url), vivre()]);
    expect(faite.differences).toEqual([]);
    expect(await reconstruire(db.url, { verifier: true })).toEqual({ lus: total, differences: [] });
    expect(await decides(db.owner)).toBe(436);
  });

  it("dit où elle en est : événements relus, sur combien, et combien par seconde", async () => {
    await ajouter(db.owner, vies(4));
    await projeterTout(db.owner);
    const dites: [string, number, number | null][] = [];
    await reconstruire(db.url, { avancement: (...dite) => void dites.push(dite) });
    expect(dites).toEqual([[expect.stringMatching(/^événements relus \(12 sur 12, \d+ par seconde\)$/), 12, 12]]);
  });

  it("interrompue, elle ne laisse rien derrière elle", async () => {
    await ajouter(db.owner, vies(4));
    await projeterTout(db.owner);
    const coupee = reconstruire(db.url, {
      avancement: () => {
        throw new Error("interrompue");
      },
    });
    await expect(coupee).rejects.toThrow("interrompue");
    const { rows } = await db.owner.query(
      "select count(*)::int as restes from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname like 'pg_temp%'",
    );
    expect(rows).toEqual([{ restes: 0 }]);
    expect(await reconstruire(db.url, { verifier: true })).toEqual({ lus: 12, differences: [] });
  });
});
