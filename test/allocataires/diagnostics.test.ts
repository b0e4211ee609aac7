import fc from "fast-check";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
let suivant = 0;
const { departement } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 60);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

type Impacts = Record<string, string>;
const enregistrer = async (allocataire: string, etabliLe: string, impacts: Impacts, variables: Record<string, unknown> = {}) => {
  const contraintes = Object.entries(impacts).map(([frein, impact]) => ({ frein, impact }));
  const { r, errors } = await agir(
    graphe,
    departement,
    "enregistrerDiagnostic",
    { allocataire, etabliLe, contraintes, ...variables },
    "... on Diagnostic { etabliLe referentiel conformeNormeNationale }",
    "2026-12-31",
  );
  expect(errors).toBeUndefined();
  return r;
};
/** `<day of the diagnostic> <frein> <spotted> <lifted>`, newest first. */
async function lus(allocataire: string): Promise<string[]> {
  const { data } = await graphe.run(
    departement,
    "query ($id: ID) { allocataire(id: $id) { diagnostics { etabliLe contraintes { frein reperee leveeLe } } } }",
    { id: allocataire },
  );
  return data.allocataire.diagnostics.flatMap((d: any) =>
    d.contraintes.map((c: any) => `${d.etabliLe} ${c.frein} ${c.reperee ?? "-"} ${c.leveeLe ?? "-"}`),
  );
}

describe("l’histoire des freins", () => {
  it("un frein encore là garde le jour où il a été repéré ; absent du diagnostic suivant, il est levé ce jour-là", async () => {
    const personne = foule[suivant++]!;
    await enregistrer(personne, "2026-02-01", { SANTE: "FORT", MOBILITE: "MOYEN" });
    await enregistrer(personne, "2026-05-01", { SANTE: "FAIBLE", LOGEMENT: "FORT" });
    expect(await lus(personne)).toEqual([
      "2026-05-01 LOGEMENT 2026-05-01 -",
      "2026-05-01 SANTE 2026-02-01 -",
      "2026-02-01 MOBILITE 2026-02-01 2026-05-01",
      "2026-02-01 SANTE 2026-02-01 -",
    ]);
  });

  it("« aucun impact » lève le frein ; « non renseigné » le laisse", async () => {
    const personne = foule[suivant++]!;
    await enregistrer(personne, "2026-02-01", { SANTE: "FORT", MOBILITE: "MOYEN" });
    await enregistrer(personne, "2026-05-01", { SANTE: "AUCUN", MOBILITE: "NON_RENSEIGNE" });
    expect(await lus(personne)).toEqual([
      "2026-05-01 MOBILITE 2026-02-01 -",
      "2026-05-01 SANTE 2026-05-01 -",
      "2026-02-01 MOBILITE 2026-02-01 -",
      "2026-02-01 SANTE 2026-02-01 2026-05-01",
    ]);
    const { data } = await graphe.run(departement, "query ($id: ID) { allocataire(id: $id) { criteresOffre { freins } } }", {
      id: personne,
    });
    expect(data.allocataire.criteresOffre.freins).toEqual(["MOBILITE"]);
  });

  it("un frein qui revient est repéré de nouveau, et un diagnostic enregistré en retard trouve sa place", async () => {
    const personne = foule[suivant++]!;
    await enregistrer(personne, "2026-02-01", { SANTE: "FORT" });
    await enregistrer(personne, "2026-06-01", { SANTE: "FORT" });
    expect(await lus(personne)).toEqual(["2026-06-01 SANTE 2026-02-01 -", "2026-02-01 SANTE 2026-02-01 -"]);
    await enregistrer(personne, "2026-04-01", { LOGEMENT: "FORT" });
    expect(await lus(personne)).toEqual([
      "2026-06-01 SANTE 2026-06-01 -",
      "2026-04-01 LOGEMENT 2026-04-01 2026-06-01",
      "2026-02-01 SANTE 2026-02-01 2026-04-01",
    ]);
  });

  it("l’ordre d’enregistrement ne change rien aux dates", async () => {
    const impact = fc.constantFrom("FORT", "NON_RENSEIGNE", "AUCUN", null);
    const diagnostic = fc.record({ SANTE: impact, MOBILITE: impact });
    await fc.assert(
      fc.asyncProperty(fc.array(diagnostic, { minLength: 2, maxLength: 4 }), fc.integer({ min: 1, max: 3 }), async (suite, decalage) => {
        const jours = suite.map((impacts, n) => ({
          le: `2026-0${n + 2}-01`,
          impacts: Object.fromEntries(Object.entries(impacts).filter(([, i]) => i !== null)) as Impacts,
        }));
        const [a, b] = [foule[suivant++]!, foule[suivant++]!];
        for (const { le, impacts } of jours) await enregistrer(a, le, impacts);
        const autreOrdre = [...jours.slice(decalage % jours.length), ...jours.slice(0, decalage % jours.length)].reverse();
        for (const { le, impacts } of autreOrdre) await enregistrer(b, le, impacts);
        expect(await lus(b)).toEqual(await lus(a));
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it("dit le référentiel suivi et s’il est à la norme nationale ; une correction est une nouvelle ligne", async () => {
    const personne = foule[suivant++]!;
    await enregistrer(personne, "2026-02-01", {}, { referentiel: "Grille du 94", conformeNormeNationale: false });
    expect(await enregistrer(personne, "2026-02-01", {}, { referentiel: "France Travail v4", conformeNormeNationale: true })).toMatchObject(
      {
        referentiel: "France Travail v4",
        conformeNormeNationale: true,
      },
    );
    const { rows } = await base.owner.query("select count(*)::int as n from allocataires.diagnostic where allocataire = $1", [personne]);
    expect(rows[0].n).toBe(2);
    expect((await enregistrer(personne, "2026-02-01", {}, { referentiel: "x".repeat(201) })).code).toBe("TEXTE_INVALIDE");
  });
});
