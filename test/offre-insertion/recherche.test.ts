import { motsCherches } from "../../subgraphs/offre-insertion/recherche/mots/mots-cherches";
import { CALLERS } from "../setup/subgraph";
import { ajouterPdie, importer, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

let t: Territoire;
beforeAll(async () => {
  t = await territoire();
  const fiche = (id: string, nom: string, thematique: string, plus: object = {}) =>
    service(id, { nom, thematiques: [thematique], ...plus });
  await importer(
    t.base,
    [structure("s1", { nom: "Maison de l’emploi" })],
    [
      fiche("auto-ecole", "Auto-école sociale", "mobilite--preparer-un-permis", {
        description: "Code et conduite en petit groupe, pas à pas.",
      }),
      fiche("permis", "Passer son permis de conduire", "mobilite--preparer-un-permis"),
      fiche("velo", "Atelier vélo", "mobilite--mobilite-douce-partagee-collective", { type: "atelier" }),
      fiche("creche", "Crèche à vocation d’insertion", "famille--garde-denfants", { publics: ["familles"] }),
      fiche("parents", "Groupe de parole", "famille--soutien-a-la-parentalite-et-a-leducation", {
        description: "Entre parents ; la garde des enfants est assurée pendant les rencontres du groupe.",
      }),
      fiche("francais", "Français à visée professionnelle", "lecture-ecriture-calcul--maitriser-le-francais", { type: "formation" }),
      fiche("cv", "Atelier CV et lettre de motivation", "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation", {
        description: "Pour prendre confiance avant de postuler, avec une conseillère, en groupe ou en rendez-vous individuel.",
      }),
      fiche("surendettement", "Accompagnement au surendettement", "difficultes-financieres--situation-dendettement-surendettement"),
      fiche("financier", "Aide financière à la mobilité", "mobilite--financer-ma-mobilite", { type: "aide-financiere" }),
    ],
  );
  await ajouterPdie(t.base.owner, "pdie-93-zymologie", "93", 3);
  await t.base.owner.query("update offre_insertion.service set nom = 'Zymologie appliquée' where id = 'pdie-93-zymologie'");
  await t.base.owner.query("select offre_insertion.indexer(array['pdie-93-zymologie'])");
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

  it("un mot redit, ou deux mots lus de même, ne sont dits qu’une fois", async () => {
    expect((await chercher({ recherche: "permis Permis permi permis" }))[0]!.pourquoi).toEqual([
      "« permis » dans le nom",
      "« permi » lu « permis »",
    ]);
    expect((await chercher({ recherche: "surendetement surendettement" }))[0]!.pourquoi.filter((r) => r.includes("dans le nom"))).toEqual([
      "« surendettement » dans le nom",
    ]);
  });

  it.each<[object, string[]]>([
    [{}, ["Qualité de la fiche : "]],
    [{ exclureDoublons: true }, ["Qualité de la fiche : "]],
    [{ recherche: "de la" }, ["Qualité de la fiche : "]],
    [{ recherche: "-atelier" }, ["Sans le mot « atelier »"]],
    [{ publics: ["familles"] }, ["Public « Familles", "Public « Tous publics »"]],
    [{ types: ["atelier"] }, ["Type « Atelier »"]],
    [{ frais: ["gratuit"] }, ["Frais « Gratuit »"]],
    [{ modesAccueil: ["en-presentiel"] }, ["Accueil « En présentiel »"]],
    [{ origines: ["DATA_INCLUSION"] }, ["Origine « data·inclusion »"]],
    [{ structure: "dora--s1" }, ["Proposée par la structure demandée"]],
    [{ scoreQualiteMinimum: 0.1 }, ["Qualité de la fiche : "]],
    [{ avecPlaces: true }, ["Rien ne dit qu’elle soit complète"]],
    [{ thematiques: ["mobilite"] }, ["Thématique « Mobilité »"]],
  ])("chaque offre trouvée dit pourquoi : %j", async (filtre, attendues) => {
    const trouvees = await chercher(filtre);
    expect(trouvees.length).toBeGreaterThan(0);
    for (const { pourquoi } of trouvees) expect(attendues.some((a) => pourquoi.some((raison) => raison.startsWith(a)))).toBe(true);
  });

  it("une offre d’un programme dit le parcours et les quinze heures", async () => {
    await t.base.owner.query("update offre_insertion.pdie set compte_dans_les_15_heures = true where offre = 'pdie-93-zymologie'");
    const [offre] = await chercher({ parcours: ["X"], compteDansLes15Heures: true, avecPlaces: true }, CALLERS.departement93);
    expect(offre!.pourquoi).toEqual([
      "Ouverte à un parcours demandé",
      "Son temps compte dans les quinze heures d’activité",
      "3 places disponibles",
    ]);
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

describe("aucune offre ne contient tous les mots", () => {
  const ELARGIE = `query($f: FiltreOffres, $n: Int, $a: String, $t: TriOffres) { offres(filtre: $f, first: $n, after: $a, tri: $t) {
    totalCount elargissement pageInfo { hasNextPage endCursor } facettes { types { valeur nombre } } edges { pertinence pourquoi node { id } } } }`;
  const page = async (variables: object) => {
    const { data, errors } = await t.executer(CALLERS.departement, ELARGIE, { n: 50, ...variables });
    expect(errors).toBeUndefined();
    return data.offres;
  };
  const nus = (offres: { edges: { node: { id: string } }[] }) => offres.edges.map(({ node }) => node.id.replace("dora--", ""));

  it("celles qui en contiennent le plus viennent, et la liste le dit", async () => {
    const offres = await page({ f: { recherche: "permis conduire creche" } });
    expect(nus(offres)).toEqual(["permis"]);
    expect(offres.elargissement).toBe("Aucune offre ne convient avec tous les mots : voici celles qui en contiennent au moins 2 sur 3.");
    expect(offres.totalCount).toBe(1);
    expect(offres.edges[0].pertinence).toBeCloseTo(2 / 3);
    expect(offres.edges[0].pourquoi).toEqual(["« permis », « conduire » dans le nom", "« creche » n’y est pas"]);
  });

  it("un mot sur deux ; les décomptes sont ceux de la liste élargie, une page après l’autre aussi, dans chaque ordre", async () => {
    const f = { recherche: "creche surendettement" };
    const toutes = await page({ f });
    expect(nus(toutes).sort()).toEqual(["creche", "surendettement"]);
    expect(toutes.elargissement).toContain("au moins un sur 2");
    expect(toutes.facettes.types.reduce((somme: number, { nombre }: { nombre: number }) => somme + nombre, 0)).toBe(2);
    for (const tri of ["PERTINENCE", "QUALITE", "FRAICHEUR"]) {
      const entiere = await page({ f, t: tri });
      const premiere = await page({ f, n: 1, t: tri });
      const suite = await page({ f, n: 1, t: tri, a: premiere.pageInfo.endCursor });
      expect([...nus(premiere), ...nus(suite)]).toEqual(nus(entiere));
      expect([suite.pageInfo.hasNextPage, suite.totalCount, suite.elargissement]).toEqual([false, 2, toutes.elargissement]);
    }
  });

  it("nombre, facettes et places disent la même liste élargie, filtre par filtre", async () => {
    await ajouterPdie(t.base.owner, "pdie-94-plein", "94", 1);
    await ajouterPdie(t.base.owner, "pdie-94-libre", "94", 1);
    await t.base.owner.query("update offre_insertion.pdie set places_occupees = 1 where offre = 'pdie-94-plein'");
    await t.base.owner.query(
      "update offre_insertion.service set nom = 'Tremplin gospel choucroute' where id = 'pdie-94-plein'; update offre_insertion.service set nom = 'Tremplin gospel' where id = 'pdie-94-libre'",
    );
    await t.base.owner.query("select offre_insertion.indexer(array['pdie-94-plein', 'pdie-94-libre'])");
    const facettes = "facettes { origines { valeur nombre } }";
    const lire = async (f: object) => {
      const document = `query($f: FiltreOffres) { offres(filtre: $f, first: 50) { totalCount elargissement ${facettes} nodes { id } } }`;
      const { data } = await t.executer(CALLERS.departement, document, { f });
      const { totalCount, elargissement, facettes: f2, nodes } = data.offres;
      return [
        nodes.map((n: { id: string }) => n.id),
        totalCount,
        elargissement !== null,
        f2.origines.map((o: { nombre: number }) => o.nombre),
      ];
    };
    const recherche = "tremplin gospel choucroute";
    expect(await lire({ recherche })).toEqual([["pdie-94-plein"], 1, false, [1]]);
    // The only offer that has all the words is full: the list widens, and counts what it shows.
    expect(await lire({ recherche, avecPlaces: true })).toEqual([["pdie-94-libre"], 1, true, [1]]);
    // A filter that nothing passes, whatever the words: an empty list, that counts nothing.
    expect(await lire({ recherche, avecPlaces: true, scoreQualiteMinimum: 1 })).toEqual([[], 0, false, []]);
    await t.base.owner.query("select offre_insertion.retirer(array['pdie-94-plein', 'pdie-94-libre'], $1)", [
      new Date("2026-02-10T09:00:00Z"),
    ]);
  });

  it("rien n’est élargi quand une offre contient tous les mots, ni par les mots exclus", async () => {
    expect((await page({ f: { recherche: "permis conduire" } })).elargissement).toBeNull();
    const sans = await page({ f: { recherche: "creche surendettement -endettement" } });
    expect(nus(sans)).toEqual(["creche"]);
  });
});
