import { remettreASigner } from "../../subgraphs/allocataires/contrat/remettre-a-signer.repository";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { Database } from "../../subgraphs/shared/database";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
const { departement } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 30);
  await orienter(base.owner, foule);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

/** What a réorientation does to the contract of a person. */
async function reorienter(allocataire: string, le = "2026-02-01") {
  const publies: unknown[] = [];
  const base94 = await Database.open(base.url, { role: "unefois_allocataires", entities: sousGraphe.entities, poolSize: 1 });
  const contrat = await base94.write(base94.systemRights(["94"], le), (tx) =>
    remettreASigner({ tx, publish: async (...e) => void publies.push(...e) }, "94", allocataire, le),
  );
  await base94.close();
  return { contrat, publies };
}

const signer = async (allocataire: string, dateSignature = "2026-01-25") =>
  (await agir(graphe, departement, "signerContrat", { allocataire, dateSignature, dureeMois: 6 }, "... on ContratEngagement { id }")).r
    .id as string;
const statuts = async (allocataire: string) =>
  (
    await base.owner.query(
      "select statut, date_signature, date_refus, remis_le from allocataires.contrat_engagement where allocataire = $1 order by recue_le",
      [allocataire],
    )
  ).rows;

describe("remettre un contrat à la signature", () => {
  it("un contrat signé revient à signer ; sa date de signature reste", async () => {
    const contrat = await signer(foule[0]!);
    const { contrat: remis, publies } = await reorienter(foule[0]!);
    expect(remis).toBe(contrat);
    expect(await statuts(foule[0]!)).toEqual([
      { statut: "A_SIGNER", date_signature: "2026-01-25", date_refus: null, remis_le: "2026-02-01" },
    ]);
    expect(publies).toEqual([
      {
        type: "ContratASigner",
        departement: "94",
        allocataire: foule[0],
        donnees: { contrat, nature: "CONTRAT_ENGAGEMENT", le: "2026-02-01", cause: "REORIENTATION" },
      },
    ]);
    expect((await reorienter(foule[0]!)).contrat).toBeNull();
  });

  it("à défaut de contrat en cours, le dernier refusé revient à signer", async () => {
    for (const dateRefus of ["2026-01-22", "2026-01-28"])
      await agir(graphe, departement, "refuserContrat", { allocataire: foule[1], dateRefus, motif: "non" }, "");
    expect((await reorienter(foule[1]!)).contrat).not.toBeNull();
    expect(await statuts(foule[1]!)).toEqual([
      { statut: "REFUSE", date_signature: null, date_refus: "2026-01-22", remis_le: null },
      { statut: "A_SIGNER", date_signature: null, date_refus: "2026-01-28", remis_le: "2026-02-01" },
    ]);
  });

  it("un refus passé ne revient pas quand un contrat court, et rien ne change sans contrat", async () => {
    await agir(graphe, departement, "refuserContrat", { allocataire: foule[2], dateRefus: "2026-01-22", motif: "non" }, "");
    const contrat = await signer(foule[2]!);
    expect((await reorienter(foule[2]!)).contrat).toBe(contrat);
    expect((await reorienter(foule[3]!)).contrat).toBeNull();
  });
});
