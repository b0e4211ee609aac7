import { type TestDatabase, testDatabase } from "../setup/database";

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.drop());

describe("des conditions d’accès qui demandent le français", () => {
  it.each([
    ["Bonne maîtrise de la langue française", true],
    ["Savoir lire et écrire le français", true],
    ["Français courant exigé", true],
    ["Niveau B1 requis", true],
    ["Comprendre et parler le français", true],
    ["Aucune maîtrise du français n’est demandée", false],
    ["Personnes ne maîtrisant pas le français", false],
    ["Maîtrise du français non exigée", false],
    ["Vouloir apprendre à parler français", false],
    ["Niveau A1", false],
    ["Permis B, être français ou résident", false],
    ["Résider dans le Val-de-Marne", false],
    [null, false],
  ])("« %s » demande-t-il le français ? %s", async (conditions, attendu) => {
    const { rows } = await base.owner.query("select offre_insertion.demande_le_francais($1, '{mobilite}') as requis", [conditions]);
    expect(rows[0].requis ?? false).toBe(attendu);
  });

  it("un cours de français n’en demande jamais", async () => {
    const { rows } = await base.owner.query(
      "select offre_insertion.demande_le_francais('Lire et écrire le français', '{lecture-ecriture-calcul--maitriser-le-francais}') as requis",
    );
    expect(rows[0].requis).toBe(false);
  });
});
