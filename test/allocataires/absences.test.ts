import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule } from "./personnes";
import { ajouterRendezVous, type Convocation } from "./rendez-vous";

let base: TestDatabase;
let graphe: TestSubgraph;
const { departement, departement93, referent } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});
beforeEach(() =>
  base.owner.query(
    "delete from rendez_vous.convocation; delete from rendez_vous.participation; delete from rendez_vous.rendez_vous; delete from allocataires.manquement",
  ),
);

const DOCUMENT =
  "query ($first: Int) { absencesAExaminer(first: $first) { allocataire { id nom } rendezVous { id } derniere convocationsRemises } }";
const lister = async (appelant = departement, first = 50) => {
  const reponse = await graphe.run(appelant, DOCUMENT, { first });
  expect(reponse.errors).toBeUndefined();
  return reponse;
};
const deuxFois = async (personne: string, premiere: Convocation = {}, seconde: Convocation = {}) => [
  await ajouterRendezVous(base.owner, personne, "ABSENT", { rang: 1, ...premiere }),
  await ajouterRendezVous(base.owner, personne, "ABSENT", { rang: 2, ...seconde }),
];

describe("les absences à examiner", () => {
  it("liste qui est absent à la première puis à la deuxième convocation, sans rien ouvrir", async () => {
    const rendezVous = await deuxFois(PEOPLE.amina);
    await deuxFois(PEOPLE.chantal, {}, { remiseLe: null });
    const { data } = await lister();
    expect(data.absencesAExaminer).toEqual([
      {
        allocataire: { id: PEOPLE.amina, nom: "Benali" },
        rendezVous: expect.arrayContaining(rendezVous.map((id) => ({ id }))),
        derniere: "2026-01-29",
        convocationsRemises: true,
      },
      expect.objectContaining({ allocataire: { id: PEOPLE.chantal, nom: "Diop" }, convocationsRemises: false }),
    ]);
    const { rows } = await base.owner.query(
      "select (select count(*) from allocataires.manquement)::int as manquements, (select count(*) from allocataires.sanction)::int as sanctions",
    );
    expect(rows).toEqual([{ manquements: 0, sanctions: 0 }]);
  });

  it.each<[string, (personne: string) => Promise<unknown>]>([
    ["une seule absence", (p) => ajouterRendezVous(base.owner, p, "ABSENT", { rang: 1 })],
    ["deux absences au même rang", (p) => deuxFois(p, {}, { rang: 1 })],
    [
      "une excuse",
      async (p) => {
        await ajouterRendezVous(base.owner, p, "ABSENT", { rang: 1 });
        await ajouterRendezVous(base.owner, p, "ABSENT_JUSTIFIE", { rang: 2 });
      },
    ],
    [
      "une présence depuis",
      async (p) => {
        await deuxFois(p);
        const id = await ajouterRendezVous(base.owner, p, "HONORE", null);
        await base.owner.query("update rendez_vous.rendez_vous set debut = '2026-01-30T09:00:00Z' where id = $1", [id]);
      },
    ],
    [
      "un manquement déjà enregistré",
      async (p) => {
        const [premiere] = await deuxFois(p);
        const demande = { allocataire: p, nature: "REFUS_ELABORER_OU_ACTUALISER_CONTRAT", constateLe: "2026-01-30", rendezVous: premiere };
        expect((await agir(graphe, departement, "signalerManquement", demande, "")).r.__typename).toBe("Manquement");
      },
    ],
  ])("laisse de côté : %s", async (_, preparer) => {
    await preparer(PEOPLE.bruno);
    expect((await lister()).data.absencesAExaminer).toEqual([]);
  });

  it("chacun ne voit que les personnes de son périmètre", async () => {
    for (const personne of [PEOPLE.amina, PEOPLE.bruno]) await deuxFois(personne);
    expect((await lister(referent)).data.absencesAExaminer.map((a: any) => a.allocataire.id)).toEqual([PEOPLE.amina]);
    expect((await lister(departement93)).data.absencesAExaminer).toEqual([]);
    const sans = await graphe.run({ ...departement, scopes: new Set(["allocataires.lire"] as const) }, DOCUMENT, { first: 1 });
    expect(sans.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("cinquante personnes se lisent en deux requêtes, et la lecture entre au registre", async () => {
    const foule = await ajouterFoule(base.owner, 50);
    for (const personne of foule) await deuxFois(personne);
    const { data, statements } = await lister();
    expect(data.absencesAExaminer).toHaveLength(50);
    expect(statements).toHaveLength(2);
    const { rows } = await base.owner.query("select max(cardinality(allocataires))::int as n from journal.consultation");
    expect(rows[0].n).toBe(50);
    expect((await lister(departement, 3)).data.absencesAExaminer).toHaveLength(3);
    expect((await graphe.run(departement, DOCUMENT, { first: 201 })).errors?.[0]?.extensions.code).toBe("PAGE_INVALIDE");
  });
});
