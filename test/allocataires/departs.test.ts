import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerOrganismes } from "../../subgraphs/allocataires/import-organismes";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
const { departement, departement93, franceTravail, referent } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});
beforeEach(async () => {
  await base.owner.query(
    "truncate allocataires.organisme, allocataires.parcours_local, allocataires.allocataire, journal.evenement cascade",
  );
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 4);
  await orienter(base.owner, foule);
});

const partir = (variables: Record<string, unknown> = {}, appelant: any = departement, jour = "2026-02-01") =>
  agir(
    graphe,
    appelant,
    "declarerDepart",
    { referent: "94-REMOB-1-REF-1", au: "2026-02-10", ...variables },
    "... on Referent { id au }",
    jour,
  );
const affecter = async (qui: number, variables: Record<string, unknown>) => {
  const { rows } = await base.owner.query("select id from allocataires.orientation where allocataire = $1", [foule[qui]]);
  const demande = { orientation: rows[0].id, referent: "94-REMOB-1-REF-2", role: "REFERENT_UNIQUE", ...variables };
  return (await agir(graphe, departement, "affecterReferent", demande, "", "2026-02-01")).r;
};
const lit = async (appelant: any, jour: string): Promise<string[]> =>
  (await graphe.run(appelant, "{ allocataires { nodes { id } } }", {}, new Date(`${jour}T10:00:00Z`))).data.allocataires.nodes.map(
    (n: any) => n.id,
  );
const suivis = async (qui: number) =>
  (
    await base.owner.query(
      "select right(referent, 5) as r, role, du::text, au::text from allocataires.intervention where allocataire = $1 order by du, role",
      [foule[qui]],
    )
  ).rows.map((s) => `${s.r ?? "-"} ${s.role} ${s.du} ${s.au ?? "…"}`);

/** What both ways of telling a departure must leave. */
async function verifierLeDepart(): Promise<void> {
  expect(await suivis(0)).toEqual(["REF-1 REFERENT_UNIQUE 2026-01-20 2026-02-10", "- REFERENT_UNIQUE 2026-02-11 …"]);
  expect(await suivis(1)).toEqual([
    "REF-1 REFERENT_UNIQUE 2026-01-20 2026-02-10",
    "- REFERENT_UNIQUE 2026-02-11 2026-02-19",
    "REF-2 REFERENT_UNIQUE 2026-02-20 …",
  ]);
  expect(await suivis(2)).toEqual(["REF-1 REFERENT_UNIQUE 2026-01-20 2026-02-04", "REF-2 REFERENT_UNIQUE 2026-02-05 …"]);
  expect(await lit(referent, "2026-02-10")).toContain(foule[0]);
  expect(await lit(referent, "2026-02-11")).toEqual([]);
  expect(await lit({ ...referent, agent: null }, "2026-02-11")).toEqual(expect.arrayContaining(foule));
  const { rows } = await base.owner.query(
    "select allocataire, donnees->>'role' as role, donnees->>'au' as au from journal.evenement where type = 'InterventionTerminee' and allocataire = any ($1)",
    [foule],
  );
  expect(rows).toHaveLength(5);
  for (const evenement of rows) expect(evenement.au).toBe("2026-02-10");
}
/** Someone to follow until the end, someone already to change hands, someone planned after. */
async function preparer(): Promise<void> {
  await affecter(1, { du: "2026-02-20" });
  await affecter(2, { du: "2026-02-05" });
  await affecter(2, { referent: "94-REMOB-1-REF-1", role: "CO_REFERENT", du: "2026-03-01" });
  await affecter(3, { referent: "94-REMOB-1-REF-1", role: "CO_REFERENT", du: "2026-02-02" });
}

describe("le départ d’un professionnel", () => {
  it("fait tomber ses droits après son dernier jour ; l’organisme continue de suivre ses personnes", async () => {
    await preparer();
    const { r, errors } = await partir({ cleIdempotence: "depart" });
    expect(errors).toBeUndefined();
    expect(r).toEqual({ __typename: "Referent", id: "94-REMOB-1-REF-1", au: "2026-02-10" });
    expect((await partir({ cleIdempotence: "depart" })).r).toEqual(r);
    await verifierLeDepart();
  });

  it("dit par le fichier des référents, fait de même, une seule fois", async () => {
    await preparer();
    const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-departs-"));
    fs.writeFileSync(path.join(dossier, "organismes.csv"), "code,nom,type\n");
    fs.writeFileSync(
      path.join(dossier, "referents.csv"),
      "organisme,code,nom,prenom,fonction,au\nREMOB-1,REF-1,Lefèvre,Ines,,2026-02-10\n",
    );
    const importer = () => importerOrganismes({ ownerUrl: base.url, now: () => new Date("2026-02-01T10:00:00Z") }, dossier, "94");
    await importer();
    await importer();
    fs.rmSync(dossier, { recursive: true });
    await verifierLeDepart();
  });

  it("met fin aux remplacements du partant, et borne ce qu’on lui confie encore", async () => {
    const absence = { referent: "94-REMOB-1-REF-1", remplacant: "94-REMOB-1-REF-2", du: "2026-02-05", au: "2026-02-20", motif: "Congés" };
    await agir(graphe, departement, "remplacerReferent", absence, "", "2026-02-01");
    await partir();
    expect(await suivis(0)).toContain("REF-2 REMPLACANT 2026-02-05 2026-02-10");
    expect((await affecter(0, { referent: "94-REMOB-1-REF-1", role: "PSYCHOLOGUE", du: "2026-02-11" })).code).toBe("REFERENT_ABSENT");
    await affecter(0, { referent: "94-REMOB-1-REF-1", role: "PSYCHOLOGUE", du: "2026-02-08" });
    expect(await suivis(0)).toContain("REF-1 PSYCHOLOGUE 2026-02-08 2026-02-10");
  });

  it.each([
    ["NON_HABILITE", {}, { ...franceTravail, scopes: departement.scopes }],
    ["REFERENT_INCONNU", { referent: "94-REMOB-1-REF-9" }, departement],
    ["REFERENT_INCONNU", {}, departement93],
    ["DATE_ANTERIEURE", { au: "2024-12-31" }, departement],
  ])("refuse : %s", async (code, variables, appelant) => {
    await base.owner.query("update allocataires.referent set du = '2025-01-01' where id = '94-REMOB-1-REF-1'");
    expect((await partir(variables, appelant)).r.code).toBe(code);
  });
});

describe("ce qui clôt une orientation", () => {
  it("une sortie écarte les suivis à venir : ils ne donnent plus aucun droit", async () => {
    await affecter(0, { du: "2026-02-20" });
    await agir(graphe, departement, "declarerSortie", { allocataire: foule[0], nature: "AUTRE", date: "2026-01-30" }, "", "2026-02-01");
    expect(await suivis(0)).toEqual(["REF-1 REFERENT_UNIQUE 2026-01-20 2026-02-01"]);
  });

  it("une décision confie la personne à qui remplace son référent", async () => {
    const [nouvelle] = await ajouterFoule(base.owner, 1, "94", "94017");
    const absence = { referent: "94-REMOB-1-REF-1", remplacant: "94-REMOB-1-REF-2", du: "2026-02-05", au: "2026-02-20", motif: "Congés" };
    await agir(graphe, departement, "remplacerReferent", absence, "", "2026-02-01");
    const decision = {
      allocataire: nouvelle,
      parcours: "REMOBILISATION_EMPLOI",
      organisme: "94-REMOB-1",
      referent: "94-REMOB-1-REF-1",
      motif: "Entretien d’orientation du 6 février",
    };
    const { r } = await agir(graphe, departement, "deciderOrientation", decision, "", "2026-02-06");
    expect(r.__typename).toBe("Orientation");
    const collegue = { ...referent, agent: "REF-2" };
    expect(await lit(collegue, "2026-02-06")).toContain(nouvelle);
    expect(await lit(collegue, "2026-02-21")).not.toContain(nouvelle);
  });
});
