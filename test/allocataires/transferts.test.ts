import fc from "fast-check";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { analyzeFilled } from "../../subgraphs/shared/analyze-filled";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
const { departement, departement93, franceTravail } = CALLERS;
const LU = "... on Transfert { id nombre le deOrganisme { id } versOrganisme { id } }";

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
    `insert into allocataires.organisme (id, departement, code, nom, type)
     values ('94-ALI', '94', 'ALI', 'Agence locale', 'DELEGATAIRE'), ('94-PIE', '94', 'PIE', 'Projet insertion emploi', 'DELEGATAIRE'), ('94-CAF94', '94', 'CAF94', 'CAF', 'CAF'), ('94-TIERS', '94', 'TIERS', 'Tiers', 'CCAS')`,
  );
  await base.owner.query(
    `insert into allocataires.referent (departement, id, organisme, code, nom)
     select '94', o || '-REF-' || n, o, 'REF-' || n, 'Nom' || n from unnest(array['94-ALI', '94-PIE', '94-TIERS']) o, generate_series(1, 3) n`,
  );
});

const transferer = (de: string, vers: string, jour: string, variables: Record<string, unknown> = {}, appelant: any = departement) =>
  agir(
    graphe,
    appelant,
    "transfererPortefeuille",
    { deOrganisme: de, versOrganisme: vers, motif: "Ouverture de l’agence", ...variables },
    LU,
    jour,
  );
const peupler = async (nombre: number, referent: string | null = "94-PIE-REF-1"): Promise<string[]> => {
  const ids = await ajouterFoule(base.owner, nombre);
  await orienter(base.owner, ids, "REMOBILISATION_EMPLOI", "94-PIE", referent as never);
  return ids;
};
const orientationDe = async (allocataire: string) =>
  (await base.owner.query("select id from allocataires.orientation where allocataire = $1", [allocataire])).rows[0].id as string;
const affecter = async (allocataire: string, variables: Record<string, unknown>, jour: string) => {
  const { r } = await agir(
    graphe,
    departement,
    "affecterReferent",
    { orientation: await orientationDe(allocataire), ...variables },
    "",
    jour,
  );
  expect(r.__typename).toBe("Orientation");
};
/** Organisme, référent, role and days of each intervention of a person. */
const suivis = async (allocataire: string) =>
  (
    await base.owner.query(
      "select substr(organisme, 4) as o, right(referent, 5) as r, role, du::text, au::text from allocataires.intervention where allocataire = $1 order by du, role, referent",
      [allocataire],
    )
  ).rows.map((s) => `${s.o} ${s.r ?? "-"} ${s.role} ${s.du} ${s.au ?? "…"}`);

describe("transférer un portefeuille", () => {
  it.each([
    ["MOTIF_MANQUANT", { motif: " " }, departement],
    ["ORGANISME_INCONNU", { deOrganisme: "94-ABSENT" }, departement],
    ["ORGANISME_INCONNU", { versOrganisme: "93-CD93" }, departement],
    ["ORGANISME_INCONNU", {}, departement93],
    ["MEME_ORGANISME", { versOrganisme: "94-PIE" }, departement],
    ["ORGANISME_INADAPTE", { versOrganisme: "94-CAF94" }, departement],
    ["NON_HABILITE", {}, { ...franceTravail, scopes: departement.scopes }],
    ["REFERENT_INCONNU", { referents: [{ de: "94-PIE-REF-9", vers: "94-ALI-REF-1" }] }, departement],
    ["REFERENT_HORS_ORGANISME", { referents: [{ de: "94-PIE-REF-1", vers: "94-PIE-REF-2" }] }, departement],
    [
      "DEJA_INTERVENANT",
      {
        referents: [
          { de: "94-PIE-REF-1", vers: "94-ALI-REF-1" },
          { de: "94-PIE-REF-1", vers: "94-ALI-REF-2" },
        ],
      },
      departement,
    ],
    ["REFERENT_ABSENT", { referents: [{ de: "94-PIE-REF-1", vers: "94-ALI-REF-3" }] }, departement],
    ["TRANSFERT_INTROUVABLE", { annule: "x" }, departement],
    ["TRANSFERT_INTROUVABLE", { annule: PEOPLE.amina }, departement],
  ])("refuse : %s", async (code, variables, appelant) => {
    await base.owner.query("update allocataires.referent set au = '2026-02-01' where id = '94-ALI-REF-3'");
    const [personne] = await peupler(1);
    expect((await transferer("94-PIE", "94-ALI", "2026-02-10", variables, appelant)).r.code).toBe(code);
    expect(await suivis(personne!)).toEqual(["PIE REF-1 REFERENT_UNIQUE 2026-01-20 …"]);
  });

  it("déplace 3 000 personnes avec autant d’ordres SQL que pour une, et un événement par personne", async () => {
    await peupler(3_000);
    const un = await ajouterFoule(base.owner, 1, "94", "94017");
    await orienter(base.owner, un, "REMOBILISATION_EMPLOI", "94-ALI", "94-ALI-REF-1");
    await analyzeFilled(base.owner);
    const petit = await transferer("94-ALI", "94-REMOB-1", "2026-02-10");
    const grand = await transferer("94-PIE", "94-ALI", "2026-02-10", { cleIdempotence: "pie" });
    expect(grand.errors).toBeUndefined();
    expect(grand.r).toMatchObject({ nombre: 3_000, le: "2026-02-10", deOrganisme: { id: "94-PIE" }, versOrganisme: { id: "94-ALI" } });
    expect(grand.statements.filter(({ text }) => !text.includes("cle_idempotence")).length).toBe(petit.statements.length);
    expect((await transferer("94-PIE", "94-ALI", "2026-02-10", { cleIdempotence: "pie" })).r).toEqual(grand.r);
    const { rows } = await base.owner.query(
      `select count(*)::int as evenements, count(distinct allocataire)::int as personnes from journal.evenement where type = 'PortefeuilleTransfere' and donnees->>'transfert' = $1`,
      [grand.r.id],
    );
    expect(rows).toEqual([{ evenements: 3_000, personnes: 3_000 }]);
    const lues = await graphe.run(
      departement,
      '{ a: allocataires(filtre: { organisme: "94-ALI" }) { totalCount nodes { orientation { organisme { id } referent { id } } } } b: allocataires(filtre: { organisme: "94-PIE" }) { totalCount } }',
      {},
      new Date("2026-02-10T10:00:00Z"),
    );
    expect(lues.data.a.totalCount).toBe(3_000);
    expect(lues.data.b.totalCount).toBe(0);
    expect(lues.data.a.nodes[0].orientation).toEqual({ organisme: { id: "94-ALI" }, referent: null });
  });

  it("garde l’histoire ; le retour rend les anciens référents encore là", async () => {
    const [ana, bob, cyd] = (await peupler(3)) as [string, string, string];
    await affecter(bob, { referent: "94-PIE-REF-2", role: "REFERENT_UNIQUE", du: "2026-01-25" }, "2026-01-25");
    await affecter(cyd, { referent: "94-PIE-REF-3", role: "REFERENT_UNIQUE", du: "2026-01-25" }, "2026-01-25");
    await affecter(cyd, { referent: "94-REMOB-1-REF-1", role: "CO_REFERENT", du: "2026-01-25" }, "2026-01-25");
    const { r } = await transferer("94-PIE", "94-ALI", "2026-02-10");
    expect(r.nombre).toBe(3);
    await affecter(ana, { referent: "94-ALI-REF-1", role: "REFERENT_UNIQUE", du: "2026-02-12" }, "2026-02-12");
    await base.owner.query("update allocataires.referent set au = '2026-02-28' where id = '94-PIE-REF-3'");
    expect((await transferer("94-ALI", "94-PIE", "2026-03-02")).r.nombre).toBe(3);
    expect(await suivis(ana)).toEqual([
      "PIE REF-1 REFERENT_UNIQUE 2026-01-20 2026-02-09",
      "ALI - REFERENT_UNIQUE 2026-02-10 2026-02-11",
      "ALI REF-1 REFERENT_UNIQUE 2026-02-12 2026-03-01",
      "PIE REF-1 REFERENT_UNIQUE 2026-03-02 …",
    ]);
    expect((await suivis(bob)).at(-1)).toBe("PIE REF-2 REFERENT_UNIQUE 2026-03-02 …");
    expect(await suivis(cyd)).toEqual([
      "PIE REF-1 REFERENT_UNIQUE 2026-01-20 2026-01-24",
      "REMOB-1 REF-1 CO_REFERENT 2026-01-25 …",
      "PIE REF-3 REFERENT_UNIQUE 2026-01-25 2026-02-09",
      "ALI - REFERENT_UNIQUE 2026-02-10 2026-03-01",
      "PIE - REFERENT_UNIQUE 2026-03-02 …",
    ]);
  });

  it("aller et retour le même jour : rien n’a bougé, et le transfert reste écrit", async () => {
    const [ana, bob] = (await peupler(2)) as [string, string];
    await affecter(bob, { referent: "94-PIE-REF-2", role: "REFERENT_UNIQUE", du: "2026-02-20" }, "2026-02-01");
    await affecter(bob, { referent: "94-PIE-REF-3", role: "CO_REFERENT", du: "2026-02-01", au: "2026-06-30" }, "2026-02-01");
    const avant = [await suivis(ana), await suivis(bob)];
    const { r } = await transferer("94-PIE", "94-ALI", "2026-02-10");
    expect(await suivis(bob)).toEqual([
      "PIE REF-1 REFERENT_UNIQUE 2026-01-20 2026-02-09",
      "PIE REF-3 CO_REFERENT 2026-02-01 2026-02-09",
      "ALI - CO_REFERENT 2026-02-10 2026-06-30",
      "ALI - REFERENT_UNIQUE 2026-02-10 2026-02-19",
      "ALI - REFERENT_UNIQUE 2026-02-20 …",
    ]);
    const retour = await transferer("94-ALI", "94-PIE", "2026-02-10", { annule: r.id });
    expect(retour.r.nombre).toBe(2);
    expect([await suivis(ana), await suivis(bob)]).toEqual(avant);
    const { rows } = await base.owner.query("select de, vers, nombre, annule from allocataires.transfert order by annule nulls first");
    expect(rows).toEqual([
      { de: "94-PIE", vers: "94-ALI", nombre: 2, annule: null },
      { de: "94-ALI", vers: "94-PIE", nombre: 2, annule: r.id },
    ]);
  });

  it("deux transferts en même temps : le second ne compte pas les personnes du premier", async () => {
    await peupler(40);
    const reponses = await Promise.all([transferer("94-PIE", "94-ALI", "2026-02-10"), transferer("94-PIE", "94-ALI", "2026-02-10")]);
    expect(reponses.map(({ r }) => r.nombre).sort((x, y) => x - y)).toEqual([0, 40]);
  });

  it("défaire un transfert ne déplace que ses personnes", async () => {
    const [ana] = (await peupler(1)) as [string];
    const [siennne] = (await ajouterFoule(base.owner, 1, "94", "94017")) as [string];
    await orienter(base.owner, [siennne], "REMOBILISATION_EMPLOI", "94-ALI", "94-ALI-REF-1");
    const { r } = await transferer("94-PIE", "94-ALI", "2026-02-10");
    await affecter(ana, { referent: "94-ALI-REF-2", role: "REFERENT_UNIQUE", du: "2026-02-12" }, "2026-02-12");
    expect((await transferer("94-ALI", "94-PIE", "2026-03-02", { annule: r.id })).r.nombre).toBe(1);
    expect((await suivis(ana)).at(-1)).toBe("PIE REF-1 REFERENT_UNIQUE 2026-03-02 …");
    expect(await suivis(siennne)).toEqual(["ALI REF-1 REFERENT_UNIQUE 2026-01-20 …"]);
    expect((await transferer("94-ALI", "94-PIE", "2026-03-03", { annule: r.id })).r.nombre).toBe(0);
    expect((await transferer("94-PIE", "94-ALI", "2026-03-03", { annule: r.id })).r.code).toBe("TRANSFERT_INTROUVABLE");
  });

  it("une correspondance garde un référent nommé", async () => {
    const [ana, bob] = (await peupler(2)) as [string, string];
    await affecter(bob, { referent: "94-PIE-REF-2", role: "REFERENT_UNIQUE", du: "2026-02-01" }, "2026-02-01");
    const { errors } = await transferer("94-PIE", "94-ALI", "2026-02-10", { referents: [{ de: "94-PIE-REF-1", vers: "94-ALI-REF-3" }] });
    expect(errors).toBeUndefined();
    expect((await suivis(ana)).at(-1)).toBe("ALI REF-3 REFERENT_UNIQUE 2026-02-10 …");
    expect((await suivis(bob)).at(-1)).toBe("ALI - REFERENT_UNIQUE 2026-02-10 …");
    const lue = await graphe.run(
      departement,
      "query ($id: ID) { allocataire(id: $id) { referent { id } } }",
      { id: ana },
      new Date("2026-02-10T10:00:00Z"),
    );
    expect(lue.data.allocataire.referent).toEqual({ id: "94-ALI-REF-3" });
  });

  it("n’importe quelle suite de transferts et d’affectations laisse un suivi sans trou ni jour en double", async () => {
    const [ana] = (await peupler(1)) as [string];
    const sens = fc.constantFrom("94-PIE", "94-ALI", "94-TIERS");
    const pas = fc.record({ vers: sens, jours: fc.integer({ min: 0, max: 2 }), affecte: fc.constantFrom(null, "REF-1", "REF-2") });
    let jour = Date.parse("2026-02-01T00:00:00Z");
    let chez = "94-PIE";
    for (const { vers, jours, affecte } of fc.sample(pas, { numRuns: 40, seed: 5 })) {
      jour += jours * 86_400_000;
      const le = new Date(jour).toISOString().slice(0, 10);
      if (vers !== chez) expect((await transferer(chez, vers, le)).r.nombre).toBe(1);
      chez = vers;
      if (affecte) {
        const demande = { orientation: await orientationDe(ana), referent: `${chez}-${affecte}`, role: "REFERENT_UNIQUE", du: le };
        const { r } = await agir(graphe, departement, "affecterReferent", demande, "", le);
        expect(r.code ?? "DEJA_INTERVENANT").toBe("DEJA_INTERVENANT");
      }
      const { rows } = await base.owner.query(
        `select sum(coalesce(au, $2::date) - du + 1)::int as jours, $2::date - min(du) + 1 as duree, max(organisme) filter (where au is null) as organisme
         from allocataires.intervention where allocataire = $1`,
        [ana, le],
      );
      expect(rows).toEqual([{ jours: rows[0].duree, duree: rows[0].duree, organisme: chez }]);
    }
    expect((await suivis(ana)).length).toBeGreaterThan(10);
  });
});
