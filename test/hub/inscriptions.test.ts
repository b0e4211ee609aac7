import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { run } from "./commande";

describe("unefois inscriptions", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
  });
  afterAll(() => base.drop());

  it("ne fait ni liste ni dépôt d’un département que le hub n’a pas", async () => {
    const issue = await run(["inscriptions", "--departement", "75"], { DATABASE_URL: base.url });
    expect(issue).toMatchObject({ code: 2, err: expect.stringContaining("Le hub n’a pas le département 75 (il a : ") });
    expect(issue.err).toContain("94");
    const { rows } = await base.owner.query("select count(*)::int as n from echanges.depot");
    expect(rows).toEqual([{ n: 0 }]);
  }, 60_000);
});
