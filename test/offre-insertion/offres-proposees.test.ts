import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { ajouterPdie, importer, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

let t: Territoire;
beforeAll(async () => {
  t = await territoire();
  await importer(
    t.base,
    [structure("s1"), structure("s2")],
    [
      service("permis-creteil", { zone_eligibilite: ["94028"], longitude: 2.48, structure_id: "dora--s2" }),
      service("permis-94"),
      service("velo-94", { thematiques: ["mobilite--mobilite-douce-partagee-collective"], frais: null }),
      service("permis-champigny", { zone_eligibilite: ["94017"] }),
      service("garde-94", { thematiques: ["famille--garde-denfants"] }),
      service("deux-freins", { thematiques: ["famille--garde-denfants", "mobilite--preparer-un-permis"], date_maj: "2024-06-01" }),
      service("permis-jeunes", { publics: ["jeunes"], zone_eligibilite: ["94028"] }),
      service("permis-seniors", { publics: ["seniors"], zone_eligibilite: ["94028"] }),
      service("permis-femmes", { publics: ["femmes"] }),
      service("marseille", { zone_eligibilite: ["france"], code_insee: "13055", commune: "Marseille", longitude: 5.37, latitude: 43.3 }),
      service("emploi-france", {
        thematiques: ["trouver-un-emploi--repondre-a-des-offres-demploi"],
        zone_eligibilite: null,
        modes_accueil: ["a-distance"],
      }),
      service("lien-social", { thematiques: ["remobilisation--lien-social"] }),
    ],
  );
  await ajouterPdie(t.base.owner, "pdie-94", "94", 1, {
    parcours: ["REMOBILISATION_EMPLOI"],
    thematiques: ["numerique--acquerir-un-equipement"],
  });
  await ajouterPdie(t.base.owner, "pdie-94-plein", "94", 0, { thematiques: ["numerique--acquerir-un-equipement"] });
  await ajouterPdie(t.base.owner, "pdie-94-autre", "94", 5, {
    parcours: ["FRANCE_TRAVAIL"],
    thematiques: ["numerique--acquerir-un-equipement"],
  });
  await ajouterPdie(t.base.owner, "pdie-93", "93", 5, { thematiques: ["numerique--acquerir-un-equipement"] });
  await t.base.owner.query("update offre_insertion.service set cles = array['NUMERIQUE', 'numerique'] where origine = 'PDIE'");
  await t.base.owner.query("select offre_insertion.indexer(array(select id from offre_insertion.service where origine = 'PDIE'))");
});
afterAll(() => t.fermer());

const criteres = (plus: object = {}) => ({ codeInsee: "94028", parcours: null, age: 40, freins: ["MOBILITE"], ...plus });
const proposees = async (
  criteresOffre: object | null,
  champs = "offre { id }",
  first = 20,
  appelant = CALLERS.departement,
  personne: string = PEOPLE.amina,
) => {
  const { entites, errors } = await t.personnes(
    appelant,
    [{ id: personne, criteresOffre }],
    `offresProposees(first: ${first}) { ${champs} }`,
  );
  expect(errors).toBeUndefined();
  return entites[0]?.offresProposees;
};
const ids = (liste: { offre: { id: string } }[]) => liste.map((p) => p.offre.id.replace("dora--", ""));

describe("offres proposées", () => {
  it("répondent au frein, là où vit la personne, les plus proches et les mieux décrites d’abord", async () => {
    expect(ids(await proposees(criteres()))).toEqual(["permis-creteil", "permis-94", "deux-freins", "velo-94", "permis-femmes"]);
  });

  it("disent pourquoi, en phrases, et à quelle distance", async () => {
    const [premiere, , , , femmes] = await proposees(criteres(), "pourquoi score distanceKm offre { id longitude latitude }");
    expect(premiere.pourquoi).toEqual([
      "Répond à un frein du diagnostic",
      "Proposée à Créteil",
      expect.stringMatching(/^À environ \d,\d km$/),
    ]);
    expect(premiere.distanceKm).toBeGreaterThan(0.5);
    expect(premiere.distanceKm).toBeLessThan(3);
    expect(femmes.pourquoi).toContain("Public à vérifier : femmes");
    expect(femmes.pourquoi).toContain("Proposée dans le département 94");
  });

  it("servent chaque frein tour à tour ; une offre qui en lève deux le dit", async () => {
    const liste = await proposees(criteres({ freins: ["MOBILITE", "FAMILLE"] }), "score pourquoi pourquoiDiagnostic offre { id }");
    expect(ids(liste).slice(0, 2).sort()).toEqual(["garde-94", "permis-creteil"]);
    const scores = liste.map((p: { score: number }) => p.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
    const double = liste.find((p: { offre: { id: string } }) => p.offre.id === "dora--deux-freins");
    expect(double.pourquoi[0]).toBe("Répond à 2 freins du diagnostic");
    expect(double.pourquoiDiagnostic).toEqual([
      "Lève le frein « famille » repéré au diagnostic",
      "Lève le frein « mobilité » repéré au diagnostic",
    ]);
    expect(new Set(ids(liste)).size).toBe(liste.length);
  });

  it.each([
    ["à 24 ans", 24, ["permis-jeunes"], ["permis-seniors"]],
    ["à 60 ans", 60, ["permis-seniors"], ["permis-jeunes"]],
    ["à un âge inconnu", null, ["permis-jeunes", "permis-seniors"], []],
  ])("s’adressent à une personne %s", async (_nom, age, dedans, dehors) => {
    const liste = ids(await proposees(criteres({ age })));
    for (const id of dedans) expect(liste).toContain(id);
    for (const id of dehors) expect(liste).not.toContain(id);
  });

  it("une offre nationale reçue seulement sur place n’est proposée qu’autour de son lieu", async () => {
    expect(ids(await proposees(criteres({ codeInsee: "13001" })))).toEqual(["marseille"]);
    expect(ids(await proposees(criteres()))).not.toContain("marseille");
  });

  it("l’isolement relève de la famille, selon la correspondance avec le diagnostic de France Travail", async () => {
    expect(ids(await proposees(criteres({ freins: ["FAMILLE"] })))).toContain("lien-social");
  });

  it("sans frein connu, suivent le parcours et le disent", async () => {
    const [emploi] = await proposees(criteres({ freins: [], parcours: "FRANCE_TRAVAIL" }), "pourquoi distanceKm offre { id }");
    expect(emploi).toEqual({
      offre: { id: "dora--emploi-france" },
      distanceKm: null,
      pourquoi: ["Aucun frein connu : proposée pour un parcours emploi (trouver un emploi)", "Proposée dans toute la France"],
    });
    expect(ids(await proposees(criteres({ freins: [], parcours: "PARCOURS_INSERTION" })))).toEqual(["lien-social"]);
    expect(ids(await proposees(criteres({ freins: [] })))).toEqual(["emploi-france"]);
  });

  it("le PDIE : du département de la personne, pour son parcours, s’il reste une place", async () => {
    const numerique = { freins: ["NUMERIQUE"] };
    expect(ids(await proposees(criteres({ ...numerique, parcours: "REMOBILISATION_EMPLOI" })))).toEqual(["pdie-94"]);
    expect(ids(await proposees(criteres({ ...numerique, parcours: "FRANCE_TRAVAIL" })))).toEqual(["pdie-94-autre"]);
    expect(
      ids(await proposees(criteres({ ...numerique, codeInsee: "93071" }), "offre { id }", 10, CALLERS.departement93, PEOPLE.elodie)),
    ).toEqual(["pdie-93"]);
    const [avecPlace] = await proposees(criteres({ ...numerique, parcours: "REMOBILISATION_EMPLOI" }), "pourquoi");
    expect(avecPlace.pourquoi).toContain("Une place disponible");
  });

  it("les N premières sont celles de la liste entière", async () => {
    const tout = ids(await proposees(criteres({ freins: ["MOBILITE", "FAMILLE"] })));
    for (const n of [1, 2, 3, 5])
      expect(ids(await proposees(criteres({ freins: ["MOBILITE", "FAMILLE"] }), "offre { id }", n))).toEqual(tout.slice(0, n));
  });

  it("critères absents, ou commune inconnue : null, ou ce qui vaut partout", async () => {
    expect(await proposees(null)).toBeNull();
    expect(ids(await proposees(criteres({ codeInsee: null, freins: [], parcours: "FRANCE_TRAVAIL" })))).toEqual(["emploi-france"]);
    expect(await proposees(criteres({ codeInsee: "97101" }))).toEqual([]);
  });

  it("pour cinquante personnes : une instruction pour les offres, une pour les structures", async () => {
    await t.base.owner.query(`insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, nom_tri, source, collectee_le, recue_le)
      select ('11111111-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '94', 'N', '{P}', '1990-01-01', 'N', 'CAF', '2026-01-01', '2026-01-01' from generate_series(1, 50) n`);
    const representations = Array.from({ length: 50 }, (_, n) => ({
      id: `11111111-0000-4000-8000-${String(n + 1).padStart(12, "0")}`,
      criteresOffre: criteres({ age: 20 + n, codeInsee: n % 2 ? "94028" : "94017", freins: n % 3 ? ["MOBILITE"] : [] }),
    }));
    const { entites, errors, statements } = await t.personnes(
      CALLERS.departement,
      representations,
      "offresProposees(first: 3) { offre { nom structure { nom } } pourquoi }",
    );
    expect(errors).toBeUndefined();
    expect(entites).toHaveLength(50);
    expect(entites[1].offresProposees).toHaveLength(3);
    expect(statements).toHaveLength(2);
  });
});

describe("droits sur les offres proposées", () => {
  const lire = async (appelant: (typeof CALLERS)[keyof typeof CALLERS], personne: string) =>
    (await t.personnes(appelant, [{ id: personne, criteresOffre: criteres() }], "id offresProposees { score }")).entites[0];

  it("une personne d’un autre département, ou d’un autre portefeuille, n’existe pas", async () => {
    expect(await lire(CALLERS.departement93, PEOPLE.amina)).toBeNull();
    expect(await lire(CALLERS.referent, PEOPLE.bruno)).toBeNull();
    expect(await lire(CALLERS.departement, "99999999-0000-4000-8000-000000000001")).toBeNull();
    expect(await lire(CALLERS.departement, "pas un identifiant")).toBeNull();
    expect((await lire(CALLERS.referent, PEOPLE.amina)).id).toBe(PEOPLE.amina);
  });

  it("même sans demander son id, rien n’est dit d’elle", async () => {
    expect(await proposees(criteres(), "score", 5, CALLERS.departement93)).toBeNull();
    expect(await proposees(criteres(), "score", 5, CALLERS.referent, PEOPLE.bruno)).toBeNull();
  });

  it("sans le droit allocataires.lire : FORBIDDEN", async () => {
    const { entites, errors } = await t.personnes(
      CALLERS.pilotage,
      [{ id: PEOPLE.amina, criteresOffre: criteres() }],
      "offresProposees { score }",
    );
    expect(entites[0].offresProposees).toBeNull();
    expect(errors![0]!.extensions.code).toBe("FORBIDDEN");
  });

  it("la lecture est inscrite au registre de la personne, et de nulle autre", async () => {
    await t.base.owner.query("delete from journal.consultation");
    await t.personnes(
      CALLERS.referent,
      [PEOPLE.amina, PEOPLE.bruno].map((id) => ({ id, criteresOffre: criteres() })),
      "offresProposees { score }",
    );
    const { rows } = await t.base.owner.query("select client, allocataires, champs from journal.consultation");
    expect(rows).toEqual([
      { client: "demo-referent", allocataires: [PEOPLE.amina], champs: expect.arrayContaining(["Allocataire.offresProposees"]) },
    ]);
  });
});
