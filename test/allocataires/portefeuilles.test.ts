import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
const { departement, departement93, franceTravail } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 30);
  await orienter(base.owner, foule.slice(0, 25));
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const _evenements = async (allocataire: string) =>
  (await base.owner.query("select type, donnees from journal.evenement where allocataire = $1 order by rang", [allocataire])).rows;

describe("portefeuilles", () => {
  const LUE = "... on Orientation { id organisme { id } referent { id } intervenants { role du au referent { id } } }";
  const orientationDe = async (allocataire: string) =>
    (await base.owner.query("select id from allocataires.orientation where allocataire = $1", [allocataire])).rows[0].id as string;

  it("un nouveau référent unique remplace le précédent, un autre intervenant s’ajoute", async () => {
    const orientation = await orientationDe(foule[14]!);
    const variables = { orientation, referent: "94-REMOB-1-REF-2", role: "REFERENT_UNIQUE", du: "2026-01-28", cleIdempotence: "ref" };
    const { r, errors } = await agir(graphe, departement, "affecterReferent", variables, LUE);
    expect(errors).toBeUndefined();
    expect(r).toMatchObject({
      referent: { id: "94-REMOB-1-REF-2" },
      intervenants: [
        { role: "REFERENT_UNIQUE", du: "2026-01-20", au: "2026-01-27", referent: { id: "94-REMOB-1-REF-1" } },
        { role: "REFERENT_UNIQUE", du: "2026-01-28", au: null, referent: { id: "94-REMOB-1-REF-2" } },
      ],
    });
    expect((await agir(graphe, departement, "affecterReferent", variables, LUE)).r).toEqual(r);
    const ajout = await agir(
      graphe,
      departement,
      "affecterReferent",
      { orientation, referent: "94-REMOB-1-REF-1", role: "CO_REFERENT", du: "2026-02-01" },
      LUE,
    );
    expect(ajout.r.referent.id).toBe("94-REMOB-1-REF-2");
    expect(ajout.r.intervenants).toHaveLength(3);
  });

  it.each([
    ["ORIENTATION_INTROUVABLE", { orientation: "x" }, departement],
    ["ORIENTATION_INTROUVABLE", {}, departement93],
    ["REFERENT_INCONNU", { referent: "94-REMOB-1-REF-9" }, departement],
    ["REFERENT_HORS_ORGANISME", { referent: "94-FT94-REF-1" }, departement],
    ["DATE_ANTERIEURE", { du: "2026-01-19" }, departement],
    ["DATE_ANTERIEURE", { au: "2026-01-27" }, departement],
    ["DEJA_INTERVENANT", { referent: "94-REMOB-1-REF-1" }, departement],
    ["DELEGATION_ABSENTE", {}, franceTravail],
  ])("affecter refuse : %s", async (code, variables, appelant) => {
    await base.owner.query(
      "insert into allocataires.referent (departement, id, organisme, code, nom) values ('94', '94-FT94-REF-1', '94-FT94', 'REF-1', 'Petit') on conflict do nothing",
    );
    const demande = {
      orientation: await orientationDe(foule[15]!),
      referent: "94-REMOB-1-REF-2",
      role: "REFERENT_UNIQUE",
      du: "2026-01-28",
      ...variables,
    };
    expect((await agir(graphe, appelant, "affecterReferent", demande, LUE)).r.code).toBe(code);
  });

  it("une orientation close ne se modifie plus", async () => {
    await agir(graphe, departement, "declarerSortie", { allocataire: foule[16], nature: "AUTRE", date: "2026-01-30" }, "");
    const demande = { orientation: await orientationDe(foule[16]!), referent: "94-REMOB-1-REF-2", role: "CO_REFERENT", du: "2026-01-31" };
    expect((await agir(graphe, departement, "affecterReferent", demande, LUE)).r.code).toBe("ORIENTATION_CLOSE");
  });

  it("un portefeuille entier change d’organisme, et rien de l’historique n’est perdu", async () => {
    await base.owner.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-ALI', '94', 'ALI', 'Agence locale', 'DELEGATAIRE'), ('94-CAF94', '94', 'CAF94', 'CAF', 'CAF')",
    );
    const LU = "... on Transfert { nombre versOrganisme { id } }";
    const transferer = (variables: Record<string, unknown>, appelant = departement) =>
      agir(
        graphe,
        appelant,
        "transfererPortefeuille",
        { deOrganisme: "94-REMOB-1", versOrganisme: "94-ALI", motif: "Ouverture de l’agence", ...variables },
        LU,
        "2026-02-10",
      );
    expect((await transferer({ motif: "" })).r.code).toBe("MOTIF_MANQUANT");
    expect((await transferer({ versOrganisme: "93-CD93" })).r.code).toBe("ORGANISME_INCONNU");
    expect((await transferer({ versOrganisme: "94-REMOB-1" })).r.code).toBe("MEME_ORGANISME");
    expect((await transferer({ versOrganisme: "94-CAF94" })).r.code).toBe("ORGANISME_INADAPTE");
    expect((await transferer({}, { ...franceTravail, scopes: departement.scopes })).r.code).toBe("NON_HABILITE");
    const suivis = (
      await graphe.run(
        departement,
        '{ allocataires(filtre: { organisme: "94-REMOB-1" }) { totalCount } }',
        {},
        new Date("2026-02-10T10:00:00Z"),
      )
    ).data.allocataires.totalCount;
    const { r } = await transferer({ cleIdempotence: "transfert" });
    expect(r).toEqual({ __typename: "Transfert", nombre: suivis, versOrganisme: { id: "94-ALI" } });
    expect(suivis).toBe(26);
    expect((await transferer({ cleIdempotence: "transfert" })).r).toEqual(r);
    const { data } = await graphe.run(
      departement,
      '{ a: allocataires(filtre: { organisme: "94-ALI" }) { totalCount nodes { orientation { organisme { id } referent { id } } } } b: allocataires(filtre: { organisme: "94-REMOB-1" }) { totalCount } }',
      {},
      new Date("2026-02-10T10:00:00Z"),
    );
    expect(data.a.totalCount).toBe(suivis);
    expect(data.b.totalCount).toBe(0);
    expect(data.a.nodes[0].orientation).toEqual({ organisme: { id: "94-ALI" }, referent: null });
    expect(
      (
        await base.owner.query(
          "select count(*)::int as n from allocataires.intervention where organisme = '94-REMOB-1' and au = '2026-02-09'",
        )
      ).rows[0].n,
    ).toBeGreaterThanOrEqual(suivis);
  });
});
