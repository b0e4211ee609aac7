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
  await orienter(base.owner, foule);
  await base.owner.query(
    "insert into allocataires.referent (departement, id, organisme, code, nom, du, au) values ('94', '94-FT94-REF-1', '94-FT94', 'REF-1', 'Petit', null, null), ('94', '94-REMOB-1-REF-3', '94-REMOB-1', 'REF-3', 'Roy', '2026-02-01', '2026-02-28'), ('94', '94-REMOB-1-REF-4', '94-REMOB-1', 'REF-4', 'Sow', null, null)",
  );
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const LUE = "... on Orientation { id organisme { id } referent { id } intervenants { role du au referent { id } } }";
const orientationDe = async (allocataire: string) =>
  (await base.owner.query("select id from allocataires.orientation where allocataire = $1", [allocataire])).rows[0].id as string;
const evenements = async (allocataire: string) =>
  (await base.owner.query("select type, donnees from journal.evenement where allocataire = $1 order by rang", [allocataire])).rows;
const affecter = async (qui: number, variables: Record<string, unknown>, jour = "2026-02-01", appelant = departement as any) =>
  agir(
    graphe,
    appelant,
    "affecterReferent",
    {
      orientation: await orientationDe(foule[qui]!),
      referent: "94-REMOB-1-REF-2",
      role: "REFERENT_UNIQUE",
      du: "2026-01-28",
      ...variables,
    },
    LUE,
    jour,
  );
/** Role, référent and days of each intervention of a person, oldest first. */
const suivis = async (qui: number) =>
  (
    await base.owner.query(
      "select role, right(referent, 5) as referent, du::text, au::text from allocataires.intervention where allocataire = $1 order by du, role, au",
      [foule[qui]],
    )
  ).rows.map((s) => [s.role, s.referent, s.du, s.au]);

describe("affecter un professionnel", () => {
  it("un nouveau référent unique remplace le précédent, un autre intervenant s’ajoute", async () => {
    const orientation = await orientationDe(foule[14]!);
    const { r, errors } = await affecter(14, { cleIdempotence: "ref" });
    expect(errors).toBeUndefined();
    expect(r).toMatchObject({
      referent: { id: "94-REMOB-1-REF-2" },
      intervenants: [
        { role: "REFERENT_UNIQUE", du: "2026-01-20", au: "2026-01-27", referent: { id: "94-REMOB-1-REF-1" } },
        { role: "REFERENT_UNIQUE", du: "2026-01-28", au: null, referent: { id: "94-REMOB-1-REF-2" } },
      ],
    });
    expect((await affecter(14, { cleIdempotence: "ref" })).r).toEqual(r);
    const ajout = await affecter(14, { referent: "94-FT94-REF-1", role: "PSYCHOLOGUE", du: "2026-02-01" });
    expect(ajout.r.referent.id).toBe("94-REMOB-1-REF-2");
    expect(ajout.r.intervenants).toHaveLength(3);
    expect((await evenements(foule[14]!)).map((e) => e.donnees)).toEqual([
      { orientation, referent: "94-REMOB-1-REF-2", role: "REFERENT_UNIQUE", du: "2026-01-28", au: null },
      { orientation, referent: "94-FT94-REF-1", role: "PSYCHOLOGUE", du: "2026-02-01", au: null },
    ]);
  });

  it("un référent unique à venir ne l’est qu’à partir de son jour, pour qui lit comme pour ses droits", async () => {
    expect((await affecter(0, { du: "2026-02-10" })).r.referent.id).toBe("94-REMOB-1-REF-1");
    const lu = async (jour: string, appelant = departement as any) =>
      (
        await graphe.run(
          appelant,
          "query ($id: ID) { allocataire(id: $id) { referent { id } orientation { referent { id } } } }",
          { id: foule[0] },
          new Date(`${jour}T10:00:00Z`),
        )
      ).data.allocataire;
    expect(await lu("2026-02-09")).toEqual({ referent: { id: "94-REMOB-1-REF-1" }, orientation: { referent: { id: "94-REMOB-1-REF-1" } } });
    expect(await lu("2026-02-10")).toEqual({ referent: { id: "94-REMOB-1-REF-2" }, orientation: { referent: { id: "94-REMOB-1-REF-2" } } });
    expect(await lu("2026-02-09", CALLERS.referent)).not.toBeNull();
    expect(await lu("2026-02-10", CALLERS.referent)).toBeNull();
    expect(await lu("2026-02-10", { ...CALLERS.referent, agent: "REF-2" })).not.toBeNull();
  });

  it("celui qui devait venir, ou qui venait ce jour, cède la place sans laisser de jour en double", async () => {
    await affecter(1, { du: "2026-02-10" });
    await affecter(1, { referent: "94-REMOB-1-REF-4", du: "2026-02-05" });
    expect(await suivis(1)).toEqual([
      ["REFERENT_UNIQUE", "REF-1", "2026-01-20", "2026-02-04"],
      ["REFERENT_UNIQUE", "REF-4", "2026-02-05", null],
    ]);
    await affecter(1, { du: "2026-02-05" }, "2026-02-05");
    expect((await suivis(1))[1]).toEqual(["REFERENT_UNIQUE", "REF-2", "2026-02-05", null]);
    const { rows } = await base.owner.query(
      "select right(referent, 5) as referent, ecartee_le::text as le from allocataires.intervention_ecartee where allocataire = $1 order by 1",
      [foule[1]],
    );
    expect(rows).toEqual([
      { referent: "REF-2", le: "2026-02-01" },
      { referent: "REF-4", le: "2026-02-05" },
    ]);
  });

  it("un référent unique pour quelques jours laisse à leur date ceux qui le suivent, et l’organisme suit entre-temps", async () => {
    await affecter(2, { du: "2026-02-10" });
    await affecter(2, { referent: "94-REMOB-1-REF-4", du: "2026-02-03", au: "2026-02-06" });
    expect(await suivis(2)).toEqual([
      ["REFERENT_UNIQUE", "REF-1", "2026-01-20", "2026-02-02"],
      ["REFERENT_UNIQUE", "REF-4", "2026-02-03", "2026-02-06"],
      ["REFERENT_UNIQUE", null, "2026-02-07", "2026-02-09"],
      ["REFERENT_UNIQUE", "REF-2", "2026-02-10", null],
    ]);
  });

  it("deux affectations au même moment se suivent : il reste un seul référent unique par jour", async () => {
    const demandes = ["94-REMOB-1-REF-2", "94-REMOB-1-REF-4", "94-REMOB-1-REF-2", "94-REMOB-1-REF-4"];
    const reponses = await Promise.all(demandes.map((referent) => affecter(3, { referent, du: "2026-02-01" })));
    expect(reponses.filter(({ r }) => r?.__typename === "Orientation").length).toBeGreaterThanOrEqual(2);
    for (const { errors } of reponses) expect(errors).toBeUndefined();
    expect(await suivis(3)).toHaveLength(2);
  });

  it("la base elle-même refuse deux référents uniques le même jour, quel que soit le chemin", async () => {
    const inserer = (role: string) =>
      base.owner.query(
        `insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
         select departement, orientation, allocataire, organisme, '94-REMOB-1-REF-2', $2, '2026-03-01' from allocataires.intervention where allocataire = $1`,
        [foule[4], role],
      );
    await expect(inserer("REFERENT_UNIQUE")).rejects.toMatchObject({ constraint: "un_referent_unique_a_la_fois" });
    await inserer("CO_REFERENT");
  });

  it.each([
    ["ORIENTATION_INTROUVABLE", { orientation: "x" }, departement],
    ["ORIENTATION_INTROUVABLE", {}, departement93],
    ["REFERENT_INCONNU", { referent: "94-REMOB-1-REF-9" }, departement],
    ["REFERENT_HORS_ORGANISME", { referent: "94-FT94-REF-1" }, departement],
    ["DATE_ANTERIEURE", { du: "2026-01-19" }, departement],
    ["DATE_ANTERIEURE", { du: "2026-01-20" }, departement],
    ["DATE_ANTERIEURE", { au: "2026-01-27" }, departement],
    ["DEJA_INTERVENANT", { referent: "94-REMOB-1-REF-1" }, departement],
    ["DELEGATION_ABSENTE", {}, franceTravail],
    ["FIN_MANQUANTE", { role: "REMPLACANT" }, departement],
    ["REFERENT_ABSENT", { referent: "94-REMOB-1-REF-3", du: "2026-01-31" }, departement],
    ["REFERENT_ABSENT", { referent: "94-REMOB-1-REF-3", du: "2026-03-01" }, departement],
  ])("refuse : %s", async (code, variables, appelant) => {
    expect((await affecter(15, variables, "2026-02-01", appelant)).r.code).toBe(code);
    expect(await suivis(15)).toEqual([["REFERENT_UNIQUE", "REF-1", "2026-01-20", null]]);
  });

  it("une orientation close ne se modifie plus", async () => {
    await agir(graphe, departement, "declarerSortie", { allocataire: foule[16], nature: "AUTRE", date: "2026-01-30" }, "");
    expect((await affecter(16, { role: "CO_REFERENT", du: "2026-01-31" })).r.code).toBe("ORIENTATION_CLOSE");
    const lue = await graphe.run(departement, "query ($id: ID) { allocataire(id: $id) { orientations { referent { id } } } }", {
      id: foule[16],
    });
    expect(lue.data.allocataire.orientations).toEqual([{ referent: { id: "94-REMOB-1-REF-1" } }]);
  });
});

describe("terminer une intervention", () => {
  const terminer = async (qui: number, variables: Record<string, unknown>, jour = "2026-02-01", appelant = departement as any) =>
    agir(
      graphe,
      appelant,
      "terminerIntervention",
      {
        orientation: await orientationDe(foule[qui]!),
        referent: "94-REMOB-1-REF-1",
        role: "REFERENT_UNIQUE",
        au: "2026-02-05",
        ...variables,
      },
      LUE,
      jour,
    );

  it("fixe son dernier jour ; ses droits tombent le lendemain, et l’organisme référent continue de suivre la personne", async () => {
    const { r, errors } = await terminer(5, { cleIdempotence: "fin" });
    expect(errors).toBeUndefined();
    expect(r.intervenants).toMatchObject([{ au: "2026-02-05" }]);
    expect(r.referent.id).toBe("94-REMOB-1-REF-1");
    expect((await terminer(5, { cleIdempotence: "fin" })).r).toEqual(r);
    const lit = async (jour: string, appelant = CALLERS.referent as any) =>
      (
        await graphe.run(
          appelant,
          "query ($id: ID) { allocataire(id: $id) { referent { id } } }",
          { id: foule[5] },
          new Date(`${jour}T10:00:00Z`),
        )
      ).data.allocataire;
    expect(await lit("2026-02-05")).toEqual({ referent: { id: "94-REMOB-1-REF-1" } });
    expect(await lit("2026-02-06")).toBeNull();
    expect(await lit("2026-02-06", { ...CALLERS.referent, agent: null })).toEqual({ referent: null });
    expect(await evenements(foule[5]!)).toEqual([
      {
        type: "InterventionTerminee",
        donnees: { orientation: r.id, referent: "94-REMOB-1-REF-1", role: "REFERENT_UNIQUE", du: "2026-01-20", au: "2026-02-05" },
      },
    ]);
  });

  it("annule une intervention qui n’a pas commencé", async () => {
    await affecter(6, { referent: "94-FT94-REF-1", role: "CO_REFERENT", du: "2026-02-20" });
    const { r } = await terminer(6, { referent: "94-FT94-REF-1", role: "CO_REFERENT", au: "2026-02-01" });
    expect(r.intervenants).toHaveLength(1);
  });

  it.each([
    ["ORIENTATION_INTROUVABLE", { orientation: "x" }, departement],
    ["ORIENTATION_INTROUVABLE", {}, departement93],
    ["DELEGATION_ABSENTE", {}, franceTravail],
    ["INTERVENTION_INTROUVABLE", { referent: "94-REMOB-1-REF-2" }, departement],
    ["INTERVENTION_INTROUVABLE", { role: "CO_REFERENT" }, departement],
    ["DATE_ANTERIEURE", { au: "2026-01-19" }, departement],
  ])("refuse : %s", async (code, variables, appelant) => {
    expect((await terminer(15, variables, "2026-02-01", appelant)).r.code).toBe(code);
  });

  it("refuse ce qui est déjà terminé, et une orientation close", async () => {
    expect((await terminer(5, { au: "2026-02-07" })).r.code).toBe("INTERVENTION_INTROUVABLE");
    expect((await terminer(16, { au: "2026-02-07" })).r.code).toBe("ORIENTATION_CLOSE");
  });
});
