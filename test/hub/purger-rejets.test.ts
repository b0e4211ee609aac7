import { purgerRejets } from "../../hub/purger-rejets";
import { type TestDatabase, testDatabase } from "../setup/database";

const LE = new Date("2027-06-01T08:00:00Z");

describe("les rejets ont une durée de conservation", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
    const rejet = (schema: string, departement: string | null, creeLe: string, plus = "", valeurs = "") =>
      base.owner.query(
        `insert into ${schema}.rejet (departement, objet, cle, code, message, original, cree_le${plus})
         values ($1, 'ESSAI', $2, 'CODE', 'Benali', 'Benali', $3${valeurs})`,
        [departement, `${schema} ${departement} ${creeLe}`, creeLe],
      );
    await rejet("allocataires", "94", "2026-01-10T08:00:00Z");
    await rejet("allocataires", "94", "2026-03-10T08:00:00Z");
    await rejet("allocataires", "93", "2026-01-10T08:00:00Z");
    await rejet("hub", null, "2026-01-10T08:00:00Z", ", rejoue_le, resultat", ", '2026-01-11', 'APPLIQUE'");
    await rejet("rendez_vous", "94", "2026-01-10T08:00:00Z", ", partenaire, empreinte", ", 'RDV_INSERTION', 'x'");
    await base.owner.query(
      "insert into allocataires.conservation (departement, objet, mois, motif, source) values ('93', 'REJET', 24, 'Essai', 'Essai')",
    );
  });
  afterAll(() => base.drop());

  const purge = (date: string, simuler = true, departement: string | null = null) =>
    purgerRejets(base.owner, { date, departement, simuler }, LE);
  const pleins = async () =>
    (
      await base.owner.query(
        "select count(*)::int as n from (select original from allocataires.rejet union all select original from hub.rejet union all select original from rendez_vous.rejet) r where original <> ''",
      )
    ).rows[0].n;

  it("douze mois jour pour jour : gardés ; le lendemain : échus, sauf là où la règle du département est plus longue", async () => {
    expect(await purge("2027-01-10")).toEqual([]);
    expect(await purge("2027-01-11")).toEqual([
      { departement: "94", rejets: 2 },
      { departement: null, rejets: 1 },
    ]);
    expect(await purge("2027-01-11", true, "93")).toEqual([]);
    expect(await pleins()).toBe(5);
  });

  it("vidés une seule fois, ceux d’un département seul si on le demande ; ils ne sont plus à rejouer, et ce qui fut appliqué le reste", async () => {
    expect(await purge("2027-01-11", false, "94")).toEqual([{ departement: "94", rejets: 2 }]);
    expect(await purge("2027-01-11", false)).toEqual([{ departement: null, rejets: 1 }]);
    expect(await purge("2027-01-11", false)).toEqual([]);
    expect(await pleins()).toBe(2);
    const { rows } = await base.owner.query(
      `select message like '%Benali%' as nomme, rejoue_le as le, resultat from allocataires.rejet where original = ''
       union all select message like '%Benali%', rejoue_le, resultat from hub.rejet`,
    );
    expect(rows).toEqual([
      { nomme: false, le: LE, resultat: "REJETE" },
      { nomme: false, le: new Date("2026-01-11"), resultat: "APPLIQUE" },
    ]);
  });
});
