import pg from "pg";
import { cloreContratsSuspendus } from "../../subgraphs/allocataires/contrat/cloture.repository";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { verifierEvenements } from "./evenements-conformes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 20);
  await orienter(base.owner, foule);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const CONTRAT = "... on ContratEngagement { id statut suspenduLe motifSuspension renouvelle }";
const acte = async (mutation: string, variables: Record<string, unknown>) => {
  const reponse = await agir(graphe, CALLERS.departement, mutation, variables, CONTRAT);
  expect(reponse.errors).toBeUndefined();
  return reponse.r;
};
const signer = async (allocataire: string) =>
  (await acte("signerContrat", { allocataire, dateSignature: "2026-01-25", dureeMois: 6 })).id as string;
const types = async (allocataire: string) =>
  (
    await base.owner.query("select type, donnees ->> 'cause' as cause from journal.evenement where allocataire = $1 order by rang", [
      allocataire,
    ])
  ).rows.map(({ type, cause }) => (cause ? `${type} ${cause}` : type));

describe("suspendre, puis clôturer", () => {
  it("la fin de l’inscription suspend le contrat ; douze mois après, jour pour jour, il est clôturé", async () => {
    const contrat = await signer(foule[13]!);
    const suspendu = await acte("suspendreContrat", { contrat, le: "2026-02-01", motif: "CESSATION_INSCRIPTION" });
    expect(suspendu).toMatchObject({ statut: "SUSPENDU", suspenduLe: "2026-02-01", motifSuspension: "CESSATION_INSCRIPTION" });
    await base.owner.query("update allocataires.contrat_engagement set statut = 'CLOTURE' where statut = 'SUSPENDU' and id <> $1", [
      contrat,
    ]);
    expect(await cloreContratsSuspendus(base.owner, new Date("2027-01-31T22:59:00Z"))).toBe(0);
    expect(await cloreContratsSuspendus(base.owner, new Date("2027-01-31T23:00:00Z"))).toBe(1);
    expect(await cloreContratsSuspendus(base.owner, new Date("2027-02-02T00:00:00Z"))).toBe(0);
    const { rows } = await base.owner.query("select statut, date_fin, cloture_le from allocataires.contrat_engagement where id = $1", [
      contrat,
    ]);
    expect(rows).toEqual([{ statut: "CLOTURE", date_fin: "2026-07-24", cloture_le: "2027-02-01" }]);
    expect(await types(foule[13]!)).toEqual(["ContratSigne", "ContratSuspendu", "ContratCloture SUSPENSION_DOUZE_MOIS"]);
  });

  it("deux workers en même temps ne clôturent et ne publient qu’une fois", async () => {
    const contrat = await signer(foule[16]!);
    await acte("suspendreContrat", { contrat, le: "2026-02-01", motif: "RADIATION" });
    await base.owner.query("update allocataires.contrat_engagement set statut = 'CLOTURE' where statut = 'SUSPENDU' and id <> $1", [
      contrat,
    ]);
    const workers = await Promise.all(Array.from({ length: 2 }, () => new pg.Client({ connectionString: base.url })));
    await Promise.all(workers.map((worker) => worker.connect()));
    const [premier, second] = workers as [pg.Client, pg.Client];
    const le = new Date("2027-02-02T00:00:00Z");
    await premier.query("begin");
    expect(await cloreContratsSuspendus(premier, le)).toBe(1);
    const attente = cloreContratsSuspendus(second, le);
    // The second one waits for the row that the first one holds.
    for (let bloque = false; !bloque; ) {
      const { rows } = await base.owner.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      bloque = rows.length > 0;
    }
    await premier.query("commit");
    expect(await attente).toBe(0);
    await Promise.all(workers.map((worker) => worker.end()));
    expect((await types(foule[16]!)).filter((type) => type.startsWith("ContratCloture"))).toHaveLength(1);
  });

  it("un contrat suspendu cède la place à un nouveau, qui le renouvelle", async () => {
    const contrat = await signer(foule[14]!);
    await acte("suspendreContrat", { contrat, le: "2026-02-01", motif: "RADIATION" });
    const second = await acte("signerContrat", { allocataire: foule[14], dateSignature: "2026-02-01", dureeMois: 6 });
    expect(second).toMatchObject({ statut: "SIGNE", renouvelle: contrat });
    expect((await acte("suspendreContrat", { contrat, le: "2026-02-01", motif: "RADIATION" })).code).toBe("CONTRAT_NON_MODIFIABLE");
  });

  it.each([
    ["DATE_FUTURE", "2026-02-02"],
    ["DATE_ANTERIEURE", "2026-01-24"],
  ])("refuse : %s", async (code, le) => {
    autre ??= await signer(foule[15]!);
    expect((await acte("suspendreContrat", { contrat: autre, le, motif: "RADIATION" })).code).toBe(code);
  });
  let autre: string | undefined;
});

it("tout ce qui a été publié suit son schéma", () => verifierEvenements(base.owner, ["ContratSuspendu", "ContratCloture"], /SANTE/));
