import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
});
afterAll(() => base.drop());

const VUE = "select departement, allocataire, canonique, organisme, referent, du, au from publie.perimetre";
/** What the view says, written without a thought for indexes. */
const DEFINITION = `select a.departement, a.id, coalesce(a.canonique, a.id), i.organisme, i.referent, i.du, i.au from allocataires.allocataire a
  left join allocataires.intervention i on i.departement = a.departement and i.allocataire = coalesce(a.canonique, a.id)`;

describe("publie.perimetre", () => {
  it("dit de chaque personne qui la remplace et qui la suit, fusions comprises", async () => {
    const foule = await ajouterFoule(base.owner, 40);
    await orienter(base.owner, foule.slice(0, 20));
    // Merged in each of the four ways: followed or not, into someone followed or not.
    const fusions = [
      [0, 1],
      [2, 21],
      [22, 3],
      [23, 24],
      [25, 3],
    ] as const;
    for (const [ancienne, gardee] of fusions)
      await base.owner.query("update allocataires.allocataire set canonique = $2 where id = $1", [foule[ancienne], foule[gardee]]);
    await base.owner.query("update allocataires.allocataire set canonique = $2 where id = $1", [PEOPLE.driss, PEOPLE.amina]);
    for (const [un, autre] of [
      [VUE, DEFINITION],
      [DEFINITION, VUE],
    ]) {
      expect((await base.owner.query(`(${un}) except all (${autre})`)).rows).toEqual([]);
    }
    expect((await base.owner.query(VUE)).rows).toHaveLength(45);
  });
});
