import fc from "fast-check";
import { faits } from "../../../subgraphs/indicateurs/projection/faits";
import { reconstruire } from "../../../subgraphs/indicateurs/projection/reconstruire.repository";
import { colonnesDe, TABLES_ECRITES, TABLES_PROJETEES } from "../../../subgraphs/indicateurs/projection/table";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { ajouter, type Evenement, projeterTout } from "../journal";
import { histoire } from "./histoires";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const vider = () =>
  db.owner.query(`truncate journal.evenement, indicateurs.curseur, ${TABLES_ECRITES.map((t) => `indicateurs.${t}`).join(", ")}`);

async function raconter(evenements: Evenement[], lot?: number): Promise<void> {
  await vider();
  await ajouter(db.owner, evenements);
  await projeterTout(db.owner, lot);
}

/** All that the projection holds, history included, row by row in a fixed order. */
async function tout(): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of [...TABLES_ECRITES, "curseur"]) {
    const { rows } = await db.owner.query(`select to_jsonb(t)::text as ligne from indicateurs.${table} t order by 1`);
    tables[table] = rows.map(({ ligne }) => ligne);
  }
  return tables;
}

/** What is known: now, or at the end of a day, read as indicators read it. */
async function connu(jour: string | null): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of TABLES_PROJETEES) {
    // The day of knowledge is the fourth parameter of every measure.
    const sql = `select to_jsonb(x)::text as ligne from (select ${colonnesDe(table).join(", ")} from ${faits(jour !== null)[table]} t
      where $1::text is null and $2::text is null and $3::text is null ${jour === null ? "and $4::text is null" : ""}) x order by 1`;
    tables[table] = (await db.owner.query(sql, [null, null, null, jour])).rows.map(({ ligne }) => ligne);
  }
  return tables;
}

describe("deux temps", () => {
  it("par lots de 1, de 7 ou d’un seul, et relue depuis le début : les mêmes tables à l’octet, leur passé compris", async () => {
    let passees = 0;
    await fc.assert(
      fc.asyncProperty(histoire(40), async (evenements) => {
        await raconter(evenements, 1);
        const unParUn = await tout();
        for (const lot of [7, 5000]) {
          await raconter(evenements, lot);
          expect({ lot, ...(await tout()) }).toEqual({ lot, ...unParUn });
        }
        expect(await reconstruire(db.url, { verifier: true })).toEqual({ lus: evenements.length, differences: [] });
        passees += unParUn.orientation_passee!.length + unParUn.entree_passee!.length;
      }),
      { numRuns: 8, endOnFailure: true },
    );
    // The histories must correct what was known.
    expect(passees).toBeGreaterThan(20);
  }, 240_000);

  it("« tel que connu un jour » est ce que disait la projection ce soir-là", async () => {
    await fc.assert(
      fc.asyncProperty(histoire(30), async (evenements) => {
        await raconter(evenements);
        const dernier = Date.parse(
          evenements
            .map(({ le }) => le!)
            .sort()
            .at(-1)!,
        );
        const premier = Date.parse("2026-03-01T10:00:00Z");
        const jours = Array.from({ length: (dernier - premier) / 86_400_000 + 1 }, (_, n) =>
          new Date(premier + n * 86_400_000).toISOString().slice(0, 10),
        );
        const relus = [];
        for (const jour of jours) relus.push(await connu(jour));
        for (const [n, jour] of jours.entries()) {
          // Knowledge never goes back: what comes after a later day is known after it.
          const fin = evenements.findIndex(({ le }) => le!.slice(0, 10) > jour);
          await raconter(fin < 0 ? evenements : evenements.slice(0, fin));
          expect({ jour, ...relus[n]! }).toEqual({ jour, ...(await connu(null)) });
        }
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 240_000);
});
