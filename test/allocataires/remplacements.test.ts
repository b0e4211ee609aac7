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
const collegue = { ...referent, agent: "REF-2" };

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
  await base.owner.query(
    `insert into allocataires.referent (departement, id, organisme, code, nom, du, au)
     values ('94', '94-FT94-REF-1', '94-FT94', 'REF-1', 'Petit', null, null), ('94', '94-REMOB-1-REF-3', '94-REMOB-1', 'REF-3', 'Roy', null, '2026-02-12')`,
  );
  foule = await ajouterFoule(base.owner, 6);
  await orienter(base.owner, foule.slice(0, 4));
});

const ABSENCE = { referent: "94-REMOB-1-REF-1", remplacant: "94-REMOB-1-REF-2", du: "2026-02-10", au: "2026-02-20", motif: "Congés" };
const remplacer = (variables: Record<string, unknown> = {}, appelant: any = departement, jour = "2026-02-01") =>
  agir(
    graphe,
    appelant,
    "remplacerReferent",
    { ...ABSENCE, ...variables },
    "... on Remplacement { id nombre du au referent { id } remplacant { id } }",
    jour,
  );
const lit = async (appelant: any, jour: string): Promise<string[]> =>
  (await graphe.run(appelant, "{ allocataires { nodes { id } } }", {}, new Date(`${jour}T10:00:00Z`))).data.allocataires.nodes.map(
    (n: any) => n.id,
  );
const affecter = async (allocataire: string, variables: Record<string, unknown>, jour: string) => {
  const { rows } = await base.owner.query("select id from allocataires.orientation where allocataire = $1", [allocataire]);
  const { r } = await agir(
    graphe,
    departement,
    "affecterReferent",
    { orientation: rows[0].id, role: "REFERENT_UNIQUE", ...variables },
    "",
    jour,
  );
  expect(r.__typename).toBe("Orientation");
};

describe("remplacer un référent", () => {
  it("le remplaçant lit ses personnes entre ces dates seulement ; l’absent les garde", async () => {
    const siennes = await lit(collegue, "2026-02-09");
    const { r, errors } = await remplacer({ cleIdempotence: "conges" });
    expect(errors).toBeUndefined();
    expect(r).toEqual({
      __typename: "Remplacement",
      id: r.id,
      nombre: 5,
      du: "2026-02-10",
      au: "2026-02-20",
      referent: { id: "94-REMOB-1-REF-1" },
      remplacant: { id: "94-REMOB-1-REF-2" },
    });
    expect((await remplacer({ cleIdempotence: "conges" })).r).toEqual(r);
    expect(await lit(collegue, "2026-02-09")).toEqual(siennes);
    expect(await lit(collegue, "2026-02-10")).toEqual(expect.arrayContaining([...siennes, ...foule.slice(0, 4)]));
    expect(await lit(collegue, "2026-02-20")).toHaveLength(siennes.length + 5);
    expect(await lit(collegue, "2026-02-21")).toEqual(siennes);
    expect(await lit(referent, "2026-02-15")).toHaveLength(5);
    const { rows } = await base.owner.query(
      "select count(*)::int as n, min(donnees->>'du') as du, max(donnees->>'au') as au from journal.evenement where type = 'ReferentAffecte' and donnees->>'role' = 'REMPLACANT'",
    );
    expect(rows).toEqual([{ n: 5, du: "2026-02-10", au: "2026-02-20" }]);
  });

  it("prend autant d’ordres SQL pour tout un portefeuille que pour une personne", async () => {
    const petit = await remplacer({ referent: "94-REMOB-1-REF-2", remplacant: "94-REMOB-1-REF-1" });
    const grand = await remplacer();
    expect([petit.r.nombre, grand.r.nombre]).toEqual([1, 5]);
    expect(grand.statements.length).toBe(petit.statements.length);
  });

  it("s’étend à qui arrive pendant l’absence, et s’arrête pour qui change de référent", async () => {
    await remplacer();
    await agir(
      graphe,
      departement,
      "deciderOrientation",
      { allocataire: foule[4], parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1", motif: "Entretien du 12 février" },
      "",
      "2026-02-02",
    );
    await affecter(foule[4]!, { referent: "94-REMOB-1-REF-1", du: "2026-02-12" }, "2026-02-12");
    expect(await lit(collegue, "2026-02-11")).not.toContain(foule[4]);
    expect(await lit(collegue, "2026-02-12")).toContain(foule[4]);
    await affecter(foule[0]!, { referent: "94-REMOB-1-REF-3", du: "2026-02-12" }, "2026-02-12");
    expect(await lit(collegue, "2026-02-11")).toContain(foule[0]);
    expect(await lit(collegue, "2026-02-12")).not.toContain(foule[0]);
    const { rows } = await base.owner.query("select id from allocataires.orientation where allocataire = $1", [foule[1]]);
    await agir(
      graphe,
      departement,
      "terminerIntervention",
      { orientation: rows[0].id, referent: "94-REMOB-1-REF-1", role: "REFERENT_UNIQUE", au: "2026-02-13" },
      "",
      "2026-02-12",
    );
    expect(await lit(collegue, "2026-02-13")).toContain(foule[1]);
    expect(await lit(collegue, "2026-02-14")).not.toContain(foule[1]);
  });

  it("un transfert l’interrompt, le retour le rend", async () => {
    await base.owner.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-ALI', '94', 'ALI', 'Agence', 'DELEGATAIRE')",
    );
    await remplacer();
    const transferer = (deOrganisme: string, versOrganisme: string, jour: string) =>
      agir(graphe, departement, "transfererPortefeuille", { deOrganisme, versOrganisme, motif: "Essai" }, "", jour);
    await transferer("94-REMOB-1", "94-ALI", "2026-02-12");
    expect(await lit(collegue, "2026-02-12")).toEqual([]);
    await transferer("94-ALI", "94-REMOB-1", "2026-02-14");
    expect(await lit(collegue, "2026-02-14")).toEqual(expect.arrayContaining(foule.slice(0, 4)));
    expect(await lit(collegue, "2026-02-21")).toHaveLength(1);
  });

  it.each([
    ["NON_HABILITE", {}, { ...franceTravail, scopes: departement.scopes }],
    ["MOTIF_MANQUANT", { motif: "" }, departement],
    ["REFERENT_INCONNU", { referent: "94-REMOB-1-REF-9" }, departement],
    ["REFERENT_INCONNU", { remplacant: "94-REMOB-1-REF-9" }, departement],
    ["REFERENT_INCONNU", {}, departement93],
    ["MEME_REFERENT", { remplacant: "94-REMOB-1-REF-1" }, departement],
    ["REMPLACANT_HORS_ORGANISME", { remplacant: "94-FT94-REF-1" }, departement],
    ["DATE_ANTERIEURE", { au: "2026-02-09" }, departement],
    ["DATE_ANTERIEURE", { du: "2026-01-02", au: "2026-01-31" }, departement],
    ["REFERENT_ABSENT", { remplacant: "94-REMOB-1-REF-3" }, departement],
  ])("refuse : %s", async (code, variables, appelant) => {
    expect((await remplacer(variables, appelant)).r.code).toBe(code);
  });

  it("refuse deux fois les mêmes jours, même demandées ensemble ; d’autres jours conviennent", async () => {
    const reponses = await Promise.all([remplacer(), remplacer({ du: "2026-02-15" })]);
    expect(reponses.map(({ r }) => r.code ?? "fait").sort()).toEqual(["REMPLACEMENT_EXISTANT", "fait"]);
    expect((await remplacer({ du: "2026-03-01", au: "2026-03-02" })).r.nombre).toBe(5);
  });
});
