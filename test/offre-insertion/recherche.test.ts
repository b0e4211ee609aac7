import { motsCherches } from "../../subgraphs/offre-insertion/recherche/mots/mots-cherches";
import { CALLERS } from "../setup/subgraph";
import { catalogueCherche } from "./catalogue-cherche";
import { importer, service } from "./fiches";
import { type Territoire, territoire } from "./territoire";

let t: Territoire;
beforeAll(async () => {
  t = await territoire();
  await catalogueCherche(t.base);
});
afterAll(() => t.fermer());

const DOCUMENT = `query($f: FiltreOffres) { offres(filtre: $f, first: 50) { totalCount edges { pertinence distanceKm pourquoi node { id } } } }`;
const chercher = async (filtre: object, appelant = CALLERS.departement) => {
  const { data, errors } = await t.executer(appelant, DOCUMENT, { f: filtre });
  expect(errors).toBeUndefined();
  expect(data.offres.totalCount).toBe(data.offres.edges.length);
  return data.offres.edges as { pertinence: number | null; distanceKm: number | null; pourquoi: string[]; node: { id: string } }[];
};
const ids = async (recherche: string, appelant = CALLERS.departement) =>
  (await chercher({ recherche }, appelant)).map(({ node }) => node.id.replace("dora--", ""));

describe("ce qu’un référent tape", () => {
  it.each<[string, string[]]>([
    ["permi de conduire", ["permis"]],
    ["permi", ["permis", "auto-ecole"]],
    ["garde enfant", ["creche", "parents"]],
    ["garde d’enfants", ["creche", "parents"]],
    ["français débutant", ["francais"]],
    ["francais debutant", ["francais"]],
    ["cv", ["cv"]],
    ["surendetement", ["surendettement"]],
    ["aides financieres", ["financier"]],
    ["aide financier", ["financier"]],
    ["ateliers vélos", ["velo"]],
    ["surendettem", ["surendettement"]],
    ["de la", ["auto-ecole", "creche", "cv", "financier", "francais", "parents", "permis", "surendettement", "velo"]],
    ["trottinette", []],
    // A word that begins otherwise is another word: « apprendre » is not « prendre ».
    ["apprendre", []],
    ["apprendre le français", ["francais"]],
    ["rendre", []],
    ["prendrre", ["cv"]],
    ["remobilites", []],
    ["lavelo", []],
    ["ermis", []],
    ["prmis", ["permis", "auto-ecole"]],
    ["condiure", ["permis"]],
    ["oermis", ["permis", "auto-ecole"]],
    ["surendetemant", ["surendettement"]],
    ["permis permis permi", ["permis", "auto-ecole"]],
    ["atelier -vélo", ["cv"]],
    ['"permi"', []],
    ['"permis"', ["permis", "auto-ecole"]],
  ])("« %s »", async (recherche, attendues) => {
    const trouvees = await ids(recherche);
    if (recherche === "de la") expect(trouvees.sort()).toEqual(attendues);
    else expect(trouvees).toEqual(attendues);
  });

  it("le nom d’abord, puis le titre, puis la description, et le dit", async () => {
    const [creche, parents] = await chercher({ recherche: "garde enfants" });
    expect([creche!.pertinence, parents!.pertinence]).toEqual([0.5, 0.25]);
    expect(creche!.pourquoi).toEqual(["« garde », « enfants » dans la structure, la commune ou les thématiques"]);
    expect(parents!.pourquoi).toEqual(["« garde », « enfants » dans la description"]);
    const [permis] = await chercher({ recherche: "permi conduire" });
    expect(permis!.pertinence).toBe(1);
    expect(permis!.pourquoi).toEqual(["« permis », « conduire » dans le nom", "« permi » lu « permis »"]);
  });

  it("dit le mot qu’aucune offre ne porte et qu’il a laissé de côté", async () => {
    const [francais] = await chercher({ recherche: "français zzyzxw" });
    expect(francais!.pourquoi).toEqual(["« francais » dans le nom", "« zzyzxw » absent du catalogue, laissé de côté"]);
  });

  it("sans mot ni commune : ni pertinence, ni distance", async () => {
    expect((await chercher({ thematiques: ["famille"] })).map((e) => [e.pertinence, e.distanceKm])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it("dit la zone, la distance, le frein et la thématique", async () => {
    const [creche] = await chercher({ codeInsee: "94028", freins: ["FAMILLE"], thematiques: ["famille--garde-denfants"] });
    expect(creche!.pourquoi).toEqual([
      "Proposée dans le département 94",
      "À environ 0 km",
      "Aide à lever le frein « famille »",
      "Thématique « Garde d’enfants »",
    ]);
  });

  it("par objectif du diagnostic de France Travail", async () => {
    const { data } = await t.executer(CALLERS.departement, '{ offres(filtre: { objectifs: ["inconnu"] }) { totalCount } }');
    expect(data.offres.totalCount).toBe(0);
  });
});

describe("un mot d’un autre département", () => {
  it("ne se trouve pas, ne se suggère pas", async () => {
    expect(await ids("zymologie", CALLERS.departement93)).toEqual(["pdie-93-zymologie"]);
    expect(await ids("zymolojie", CALLERS.departement93)).toEqual(["pdie-93-zymologie"]);
    expect(await ids("zymologie")).toEqual([]);
    const reponse = await t.executer(CALLERS.departement, DOCUMENT, { f: { recherche: "zymolojie permis" } });
    expect(JSON.stringify(reponse.data)).not.toContain("zymologie");
    expect(reponse.data.offres.edges[0].pourquoi).toContain("« zymolojie » absent du catalogue, laissé de côté");
  });

  it("ne se lit pas en base : ni la table des mots, ni ceux d’un autre", async () => {
    const lire = async (departements: string) => {
      await t.base.owner.query("begin");
      await t.base.owner.query("select set_config('role', 'unefois_offre_insertion', true), set_config('unefois.departements', $1, true)", [
        departements,
      ]);
      const { rows } = await t.base.owner.query("select formes from offre_insertion.lire_mots(array['zymologie'], array[false], 0)");
      await t.base.owner.query("rollback");
      return rows[0].formes;
    };
    expect(await lire("94")).toBeNull();
    expect(await lire("93")).toEqual(["zymologie"]);
    const { rows } = await t.base.owner.query(
      "select has_table_privilege('unefois_offre_insertion', 'offre_insertion.mot', 'select') as lit",
    );
    expect(rows[0].lit).toBe(false);
  });

  it("ne compte pas dans les facettes d’un autre", async () => {
    const document = "{ offres { totalCount facettes { origines { valeur nombre } } } }";
    const du93 = (await t.executer(CALLERS.departement93, document)).data.offres;
    const du94 = (await t.executer(CALLERS.departement, document)).data.offres;
    expect(du93.facettes.origines).toEqual([
      { valeur: "DATA_INCLUSION", nombre: 9 },
      { valeur: "PDIE", nombre: 1 },
    ]);
    expect(du94.facettes.origines).toEqual([{ valeur: "DATA_INCLUSION", nombre: 9 }]);
    expect([du93.totalCount, du94.totalCount]).toEqual([10, 9]);
  });
});

describe("les mots du catalogue", () => {
  const compter = async (mot: string) =>
    (await t.base.owner.query("select nombre, nombre_titre, nombre_nom from offre_insertion.mot where mot = $1", [mot])).rows[0] ?? null;

  it("suivent ce que les offres disent, et disparaissent avec elles", async () => {
    expect(await compter("velo")).toEqual({ nombre: 1, nombre_titre: 1, nombre_nom: 1 });
    await importer(
      t.base,
      [],
      [service("velo", { nom: "Atelier cyclable", thematiques: ["mobilite--mobilite-douce-partagee-collective"] })],
    );
    expect(await compter("velo")).toBeNull();
    expect(await compter("cyclable")).toEqual({ nombre: 1, nombre_titre: 1, nombre_nom: 1 });
    await t.base.owner.query("select offre_insertion.retirer(array['dora--velo'], $1)", [new Date("2026-02-10T09:00:00Z")]);
    expect(await compter("cyclable")).toBeNull();
    expect(await ids("cyclable")).toEqual([]);
  });

  it("une offre retirée puis revenue se retrouve", async () => {
    await t.base.owner.query("update offre_insertion.service set retiree_le = null where id = 'dora--velo'");
    expect(await ids("cyclable")).toEqual(["velo"]);
    expect(await compter("cyclable")).toEqual({ nombre: 1, nombre_titre: 1, nombre_nom: 1 });
  });

  it("un doublon s’écarte, une offre hors de ses dates ne se trouve pas", async () => {
    await t.base.owner.query("update offre_insertion.service set doublon_de = 'dora--permis' where id = 'dora--auto-ecole'");
    expect((await chercher({ recherche: "permis", exclureDoublons: true })).map((e) => e.node.id)).toEqual(["dora--permis"]);
    expect(await ids("permis")).toEqual(["permis", "auto-ecole"]);
    await t.base.owner.query("update offre_insertion.service set valide_au = '2026-02-09' where id = 'dora--permis'");
    expect(await ids("permis")).toEqual(["auto-ecole"]);
    await t.base.owner.query("update offre_insertion.service set valide_au = '2026-02-10' where id = 'dora--permis'");
    expect(await ids("permis")).toEqual(["permis", "auto-ecole"]);
  });
});

describe("instructions SQL", () => {
  it.each<[number, object, string]>([
    [1, {}, "nodes { id }"],
    // A wide filter: the head of the list, the best classes, more of them, then all, until the page is full.
    [4, { thematiques: ["mobilite"] }, "edges { pourquoi distanceKm pertinence node { id nom } }"],
    [1, { thematiques: ["mobilite"], publics: ["familles"], types: ["atelier"] }, "nodes { id }"],
    [2, { codeInsee: "94028", freins: ["MOBILITE"] }, "nodes { id }"],
    [2, { recherche: "permis", codeInsee: "94028" }, "edges { pourquoi distanceKm pertinence node { id nom description } }"],
    [3, { recherche: "permis" }, "nodes { id } totalCount"],
    [3, { recherche: "permis" }, "nodes { id } facettes { thematiques { nombre } publics { nombre } categories { libelle } }"],
  ])("%d pour %j %s", async (nombre, filtre, champs) => {
    const { errors, statements } = await t.executer(CALLERS.departement, `query($f: FiltreOffres) { offres(filtre: $f) { ${champs} } }`, {
      f: filtre,
    });
    expect(errors).toBeUndefined();
    expect(statements).toHaveLength(nombre);
  });
});

describe("mots d’une recherche", () => {
  it("se lisent sans accents ; guillemets et moins", () => {
    expect(motsCherches("L’École «auto-école» -Vélo garde-enfant").map((m) => [m.mot, m.exact, m.exclu])).toEqual([
      ["l", false, false],
      ["ecole", false, false],
      ["auto", true, false],
      ["ecole", true, false],
      ["velo", true, true],
      ["garde", false, false],
      ["enfant", false, false],
    ]);
    expect(motsCherches("' | & <-> ! -")).toEqual([]);
    // « à » is an empty word, that loses its accent before it is known as one: an offer need not carry it.
    expect(motsCherches('Permis à Créteil "à"').map((m) => m.mot)).toEqual(["permis", "creteil", "a"]);
    expect(motsCherches("été").map((m) => m.mot)).toEqual(["ete"]);
    expect(motsCherches(Array.from({ length: 50 }, (_, i) => `mot${i}`).join(" "))).toHaveLength(10);
    expect(motsCherches("un ".repeat(50))).toHaveLength(1);
  });

  it("un mot redit ne compte qu’une fois, là où il est dit en dernier", () => {
    expect(motsCherches("permis vélo Permis -vélo -velo").map((m) => [m.mot, m.exact, m.exclu])).toEqual([
      ["velo", false, false],
      ["permis", false, false],
      ["velo", true, true],
    ]);
  });
});
