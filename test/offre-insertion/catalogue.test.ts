import { CALLERS } from "../setup/subgraph";
import { ajouterPdie, importer, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

let t: Territoire;
beforeAll(async () => {
  t = await territoire();
  await importer(
    t.base,
    [
      structure("s1", { nom: "Mission locale de Créteil" }),
      structure("s2", { nom: "Régie", code_insee: "94017", commune: "Champigny-sur-Marne", longitude: 2.515, latitude: 48.817 }),
    ],
    [
      service("permis", { nom: "Préparer son permis" }),
      service("garde", {
        nom: "Garderie éphémère",
        thematiques: ["famille--garde-denfants"],
        structure_id: "dora--s2",
        zone_eligibilite: ["94017"],
        frais: "payant",
      }),
      service("national", {
        nom: "Numérique à distance",
        thematiques: ["numerique--maitriser-les-fondamentaux-du-numerique"],
        modes_accueil: ["a-distance"],
        zone_eligibilite: ["france"],
        publics: ["jeunes"],
        type: "atelier",
      }),
      service("lyon", {
        nom: "Auto-école de Lyon",
        zone_eligibilite: null,
        code_insee: "69123",
        commune: "Lyon",
        longitude: 4.83,
        latitude: 45.76,
      }),
      service("ept", {
        nom: "Vélo",
        thematiques: ["mobilite--mobilite-douce-partagee-collective"],
        zone_eligibilite: ["200058006"],
        publics: null,
        frais: null,
        telephone: null,
      }),
      service("guadeloupe", {
        nom: "Crèche des Abymes",
        thematiques: ["famille--garde-denfants"],
        zone_eligibilite: ["971"],
        code_insee: "97101",
        commune: "Les Abymes",
        longitude: null,
        latitude: null,
      }),
      service("pauvre", {
        nom: "Fiche pauvre",
        description: "Court.",
        thematiques: null,
        publics: null,
        zone_eligibilite: ["94"],
        frais: null,
        telephone: null,
        modes_mobilisation: null,
        date_maj: "2023-01-01",
      }),
    ],
  );
  await ajouterPdie(t.base.owner, "pdie-94-mobilite", "94", 2, { parcours: ["REMOBILISATION_EMPLOI"] });
  await ajouterPdie(t.base.owner, "pdie-94-plein", "94", 0);
  await ajouterPdie(t.base.owner, "pdie-93-mobilite", "93", 2);
});
afterAll(() => t.fermer());

const noms = async (filtre: object, appelant = CALLERS.departement) => {
  const { data, errors } = await t.executer(
    appelant,
    "query($f: FiltreOffres) { offres(filtre: $f, first: 50) { totalCount nodes { id } } }",
    { f: filtre },
  );
  expect(errors).toBeUndefined();
  expect(data.offres.totalCount).toBe(data.offres.nodes.length);
  return data.offres.nodes.map((o: { id: string }) => o.id.replace("dora--", "")).sort();
};

describe("recherche dans le catalogue", () => {
  it.each<[string, object, string[]]>([
    ["des mots sans accents ni majuscules", { recherche: "GARDERIE ephemere" }, ["garde"]],
    ["le nom de la structure et le début d’un mot", { recherche: "mission numeriq" }, ["national"]],
    ["un mot absent", { recherche: "trottinette" }, []],
    ["une syntaxe de recherche qui n’en est pas une", { recherche: "'): | & vélo <-> !" }, ["ept"]],
    ["une thématique", { thematiques: ["famille--garde-denfants"] }, ["garde", "guadeloupe"]],
    ["une catégorie de thématiques", { thematiques: ["numerique"] }, ["national"]],
    ["un frein", { freins: ["FAMILLE"] }, ["garde", "guadeloupe"]],
    [
      "un public, et les offres tous publics",
      { publics: ["jeunes"], thematiques: ["numerique", "famille"] },
      ["garde", "guadeloupe", "national"],
    ],
    ["un type", { types: ["atelier"] }, ["national"]],
    ["des frais", { frais: ["payant"] }, ["garde"]],
    ["un mode d’accueil", { modesAccueil: ["a-distance"] }, ["national"]],
    ["une origine", { origines: ["PDIE"] }, ["pdie-94-mobilite", "pdie-94-plein"]],
    ["un parcours", { parcours: ["REMOBILISATION_EMPLOI"] }, ["pdie-94-mobilite", "pdie-94-plein"]],
    ["un autre parcours", { parcours: ["FRANCE_TRAVAIL"] }, ["pdie-94-plein"]],
    ["des places", { origines: ["PDIE"], avecPlaces: true }, ["pdie-94-mobilite"]],
    ["une liste vide : rien ne convient", { thematiques: [] }, []],
  ])("par %s", async (_nom, filtre, attendus) => {
    expect(await noms(filtre)).toEqual(attendus);
  });

  it("par commune : la zone d’éligibilité la contient, et le présentiel n’est pas trop loin", async () => {
    expect(await noms({ codeInsee: "94028" })).toEqual(["ept", "national", "pauvre", "pdie-94-mobilite", "pdie-94-plein", "permis"]);
    expect(await noms({ codeInsee: "94017" })).toEqual(["garde", "national", "pauvre", "pdie-94-mobilite", "pdie-94-plein", "permis"]);
    expect(await noms({ codeInsee: "97101" })).toEqual(["guadeloupe", "lyon", "national"]);
    expect(await noms({ codeInsee: "94028", rayonKm: 1000 })).toContain("lyon");
    expect(await noms({ codeInsee: "94017", rayonKm: 2 })).not.toContain("permis");
  });

  it("par qualité : la fiche pauvre est écartée, et les meilleures viennent d’abord", async () => {
    expect(await noms({ scoreQualiteMinimum: 0.5 })).not.toContain("pauvre");
    const { data } = await t.executer(CALLERS.departement, "{ offres { nodes { scoreQualite } } }");
    const scores = data.offres.nodes.map((o: { scoreQualite: number }) => o.scoreQualite);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBeGreaterThan(0.9);
    expect(scores.at(-1)).toBeLessThan(0.2);
  });

  it("page après page, chaque offre une fois, dans le même ordre", async () => {
    const document =
      "query($a: String) { offres(first: 2, after: $a) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    const vues: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 10; page++) {
      const { data, statements } = await t.executer(CALLERS.departement, document, { a: after });
      expect(statements).toHaveLength(1);
      expect(data.offres.pageInfo.hasPreviousPage).toBe(page > 0);
      vues.push(...data.offres.edges.map((e: { node: { id: string } }) => e.node.id));
      after = data.offres.pageInfo.endCursor;
      if (!data.offres.pageInfo.hasNextPage) break;
    }
    const { data } = await t.executer(CALLERS.departement, "{ offres(first: 200) { nodes { id } } }");
    expect(vues).toEqual(data.offres.nodes.map((o: { id: string }) => o.id));
    expect(new Set(vues).size).toBe(9);
  });

  it.each([
    ["PAGE_INVALIDE", "{ offres(first: 0) { totalCount } }"],
    ["CURSEUR_INVALIDE", '{ offres(after: "MTp4") { totalCount } }'],
    ["ARGUMENT_INVALIDE", '{ offres(filtre: { codeInsee: "Créteil" }) { totalCount } }'],
    ["ARGUMENT_INVALIDE", "{ offres(filtre: { rayonKm: -1 }) { totalCount } }"],
    ["ARGUMENT_INVALIDE", '{ offres(filtre: { recherche: "a\\u0000b" }) { totalCount } }'],
    ["ARGUMENT_INVALIDE", '{ offre(id: "a\\u0000b") { id } }'],
    ["UNAUTHENTICATED", "{ offres { totalCount } }"],
  ])("%s : %s", async (code, document) => {
    const { data, errors } = await t.executer(code === "UNAUTHENTICATED" ? null : CALLERS.departement, document);
    expect(Object.values(data)).toEqual([null]);
    expect(errors![0]!.extensions.code).toBe(code);
  });
});

describe("fiche du catalogue", () => {
  it("donne l’offre, sa structure et la structure ses offres", async () => {
    const document = `{ offre(id: "dora--garde") { nom description frais commune { codeInsee nom departement } zoneEligibilite publics pdie { ficheAction } sessions { id }
      structure { id nom commune { nom } services { id } } } }`;
    const { data, errors } = await t.executer(CALLERS.pilotage, document);
    expect(errors).toBeUndefined();
    expect(data.offre).toMatchObject({
      nom: "Garderie éphémère",
      frais: "payant",
      zoneEligibilite: ["94017"],
      publics: ["tous-publics"],
      pdie: null,
      sessions: [],
      structure: { id: "dora--s2", nom: "Régie", commune: { nom: "Champigny-sur-Marne" }, services: [{ id: "dora--garde" }] },
    });
    expect(data.offre.description).toContain("pas à pas");
  });

  it("n’invente rien d’un identifiant inconnu", async () => {
    const { data, errors } = await t.executer(
      CALLERS.departement,
      '{ offre(id: "absente") { id } structureInsertion(id: "absente") { id } }',
    );
    expect([data, errors]).toEqual([{ offre: null, structureInsertion: null }, undefined]);
  });

  it("une offre du PDIE se lit dans son département seulement", async () => {
    const document =
      '{ offre(id: "pdie-94-mobilite") { nom origine structure { nom } pdie { placesFinancees placesOccupees placesDisponibles parcours { code categorie } financeurs { nom } } } }';
    const chezElle = await t.executer(CALLERS.departement, document);
    expect(chezElle.data.offre.pdie).toEqual({
      placesFinancees: 2,
      placesOccupees: 0,
      placesDisponibles: 2,
      parcours: [{ code: "REMOBILISATION_EMPLOI", categorie: "EQUILIBRE" }],
      financeurs: [],
    });
    expect((await t.executer(CALLERS.departement93, document)).data.offre).toBeNull();
    expect(await noms({ origines: ["PDIE"] }, CALLERS.departement93)).toEqual(["pdie-93-mobilite"]);
    expect(await noms({ recherche: "pdie" }, CALLERS.departement93)).toEqual(["pdie-93-mobilite"]);
    expect((await t.executer(CALLERS.departement93, '{ structureInsertion(id: "pdie-94") { id } }')).data.structureInsertion).toBeNull();
  });
});
