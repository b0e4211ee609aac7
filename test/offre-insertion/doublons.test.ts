import { type TestDatabase, testDatabase } from "../setup/database";
import { importer, service, structure, viderCatalogue } from "./fiches";

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
});
beforeEach(() => viderCatalogue(base.owner));
afterAll(() => base.drop());

const lignes = async (sql: string) => (await base.owner.query(sql)).rows;

describe("doublons", () => {
  const de = (source: string, id: string, plus: object = {}) =>
    structure(id, { source, id: `${source}--${id}`, nom: `Structure ${source} ${id}`, ...plus });
  const offre = (source: string, id: string, porteuse: string, plus: object = {}) =>
    service(id, { source, id: `${source}--${id}`, structure_id: `${source}--${porteuse}`, ...plus });
  const doublons = async (table: string) =>
    Object.fromEntries(
      (await lignes(`select id, doublon_de from offre_insertion.${table} where doublon_de is not null order by id`)).map((l) => [
        l.id,
        l.doublon_de,
      ]),
    );

  it.each<[string, object, object, boolean]>([
    ["le même SIRET", { siret: "12345678901234" }, { siret: "12345678901234", nom: "Autre", code_insee: "94017" }, true],
    ["un autre SIRET", { siret: "12345678901234" }, { siret: "12345678901235" }, false],
    ["le même nom aux accents près, la même commune", { nom: "Régie de Quartier" }, { nom: "REGIE DE QUARTIER !" }, true],
    [
      "le même nom, une autre commune, loin",
      { nom: "Régie" },
      { nom: "Régie", code_insee: "94017", longitude: 2.515, latitude: 48.817 },
      false,
    ],
    [
      "le même nom, à cent mètres, sans commune",
      { nom: "Régie" },
      { nom: "Régie", code_insee: null, longitude: 2.451, latitude: 48.7905 },
      true,
    ],
    ["le même nom, sans lieu", { nom: "Régie" }, { nom: "Régie", code_insee: null, longitude: null, latitude: null }, false],
  ])("deux structures de deux sources avec %s", async (_nom, une, autre, attendu) => {
    await importer(base, [de("dora", "s1", une), de("soliguide", "s1", autre)], []);
    expect(await doublons("structure")).toEqual(attendu ? { "soliguide--s1": "dora--s1" } : {});
  });

  it("deux structures du même nom d’une même source sont deux structures", async () => {
    await importer(base, [de("dora", "s1", { nom: "Régie" }), de("dora", "s2", { nom: "Régie" })], []);
    expect(await doublons("structure")).toEqual({});
  });

  it("un groupe se forme de proche en proche, le meilleur score le mène, puis l’identifiant", async () => {
    const structures = [
      de("a", "1", { siret: "12345678901234", nom: "Régie" }),
      de("b", "1", { siret: "12345678901234", nom: "La Régie" }),
      de("c", "1", { nom: "La régie" }),
    ];
    const riche = { nom: "Atelier vélo", description: "x".repeat(500) };
    await importer(base, structures, [
      offre("a", "v", "1", { nom: "Atelier velo" }),
      offre("c", "v", "1", riche),
      offre("b", "w", "1", { nom: "Cours de français" }),
    ]);
    expect(await doublons("structure")).toEqual({ "a--1": "c--1", "b--1": "c--1" });
    expect(await doublons("service")).toEqual({ "a--v": "c--v" });
  });

  it("deux services proches dans deux communes, ou d’une même structure, ne sont pas des doublons", async () => {
    const memes = { siret: "12345678901234" };
    await importer(
      base,
      [de("a", "1", memes), de("b", "1", memes)],
      [
        offre("a", "v", "1", { nom: "Atelier vélo" }),
        offre("a", "w", "1", { nom: "Atelier vélo" }),
        offre("b", "v", "1", { nom: "Atelier vélo", code_insee: "94017" }),
      ],
    );
    expect(await doublons("service")).toEqual({});
  });

  describe("deux structures du même SIRET", () => {
    const memes = { siret: "12345678901234" };
    const riche = { description: "x".repeat(500) };
    const paire = [de("qa", "1", memes), de("qb", "1", memes)];

    it("un service dont l’autre structure a le nom exact n’est le doublon que de celui-là", async () => {
      await importer(base, paire, [
        offre("qa", "n1", "1", { nom: "Atelier informatique niveau 1" }),
        offre("qa", "n2", "1", { nom: "Atelier informatique niveau 2" }),
        offre("qb", "n1", "1", { nom: "Atelier Informatique, niveau 1", ...riche }),
      ]);
      expect(await doublons("service")).toEqual({ "qa--n1": "qb--n1" });
    });

    it("deux noms qui ne diffèrent que d’un nombre sont deux services", async () => {
      await importer(base, paire, [
        offre("qa", "n2", "1", { nom: "Atelier informatique niveau 2" }),
        offre("qb", "n1", "1", { nom: "Atelier informatique niveau 1", ...riche }),
      ]);
      expect(await doublons("service")).toEqual({});
    });

    it("deux noms proches, sans jumeau exact, se rejoignent ; deux services d’une structure n’ont jamais la même meilleure fiche", async () => {
      await importer(base, paire, [
        offre("qa", "a", "1", { nom: "Atelier informatique pour débuter" }),
        offre("qa", "b", "1", { nom: "Ateliers informatique, débuter" }),
        offre("qb", "a", "1", { nom: "Atelier informatique pour bien débuter", ...riche }),
      ]);
      expect(await doublons("service")).toEqual({ "qa--a": "qb--a" });
    });

    it("d’une structure à l’autre et retour, une fiche ne rejoint jamais sa propre structure", async () => {
      const noms = [
        "Atelier informatique",
        "Atelier informatique débutant",
        "Ateliers informatiques",
        "Atelier d’informatique",
        "Informatique",
      ];
      const structures = ["qa", "qb", "qc"].map((source) => de(source, "1", memes));
      const offres = structures.flatMap(({ source }, i) =>
        noms.flatMap((nom, j) =>
          [0, 1].map((k) => offre(source, `${j}${k}`, "1", { nom, description: "x".repeat(90 + 60 * ((i + j * 2 + k) % 5)) })),
        ),
      );
      await importer(base, structures, offres);
      const liens = await lignes(`select s.structure, s.doublon_de, m.structure as autre, m.doublon_de as suite
        from offre_insertion.service s join offre_insertion.service m on m.id = s.doublon_de`);
      expect(liens.length).toBeGreaterThanOrEqual(10);
      expect(liens.filter((l) => l.structure === l.autre || l.suite !== null)).toEqual([]);
      expect(new Set(liens.map((l) => `${l.structure} ${l.doublon_de}`)).size).toBe(liens.length);
    });
  });

  it("le doublon s’efface quand la fiche change ou disparaît", async () => {
    const s = [de("a", "1", { siret: "12345678901234" }), de("b", "1", { siret: "12345678901234" })];
    await importer(base, s, [offre("a", "v", "1"), offre("b", "v", "1")]);
    expect(await doublons("service")).toEqual({ "b--v": "a--v" });
    // The index of the search says it too: « u » for a record that is not the duplicate of another.
    const indexees = await lignes("select offre, jetons @@ 'u'::tsquery as seule from offre_insertion.recherche order by offre");
    expect(indexees).toEqual([
      { offre: "a--v", seule: true },
      { offre: "b--v", seule: false },
    ]);
    await importer(base, [de("b", "1", { siret: "12345678901299" })], []);
    expect([await doublons("structure"), await doublons("service")]).toEqual([{}, {}]);
  });
});
