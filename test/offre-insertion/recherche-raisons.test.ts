import { CALLERS } from "../setup/subgraph";
import { catalogueCherche } from "./catalogue-cherche";
import { ajouterPdie } from "./fiches";
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

describe("pourquoi", () => {
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
