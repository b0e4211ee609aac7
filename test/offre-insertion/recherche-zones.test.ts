import { CALLERS } from "../setup/subgraph";
import { importer, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

/** Where each offer is open, where it receives, and from where it is found: Créteil (94028, T11 200058006), Champigny (94017, T10 200057941),
 * Sevran (93071), Paris 13e (75113), Lyon 3e (69383). */
const OFFRES: [string, object, Record<string, boolean>][] = [
  ["commune", { zone_eligibilite: ["94028"] }, { "94028": true, "94017": false, "93071": false, "75113": false }],
  ["plusieurs-communes", { zone_eligibilite: ["94028", "93071"] }, { "94028": true, "94017": false, "93071": true }],
  ["ept", { zone_eligibilite: ["200058006"] }, { "94028": true, "94017": false, "93071": false }],
  ["metropole", { zone_eligibilite: ["200054781"] }, { "94028": true, "94017": true, "93071": true, "75113": true, "69383": false }],
  ["departement", { zone_eligibilite: ["94"] }, { "94028": true, "94017": true, "93071": false, "75113": false }],
  ["ville-de-paris", { zone_eligibilite: ["75056"] }, { "75113": true, "94028": false }],
  ["france", { zone_eligibilite: ["france"] }, { "94028": true, "93071": true, "75113": true, "69383": false }],
  ["code-pays", { zone_eligibilite: ["99100"] }, { "94028": true, "93071": true, "69383": false }],
  ["sans-zone", { zone_eligibilite: null }, { "94028": true, "75113": true, "69383": false }],
  ["pays-voisin", { zone_eligibilite: ["99109"] }, { "94028": false, "75113": false, "69383": false }],
  ["france-a-distance", { zone_eligibilite: ["france"], modes_accueil: ["a-distance"] }, { "94028": true, "69383": true }],
  ["france-les-deux", { zone_eligibilite: ["france"], modes_accueil: ["a-distance", "en-presentiel"] }, { "94028": true, "69383": true }],
  ["france-sans-mode", { zone_eligibilite: ["france"], modes_accueil: null }, { "94028": true, "69383": true }],
  ["france-sans-lieu", { zone_eligibilite: ["france"], longitude: null, latitude: null }, { "94028": true, "69383": true }],
  ["departement-loin", { zone_eligibilite: ["69"] }, { "69383": false, "94028": false }],
];
/** A place at a known distance of the town hall of Créteil, for the radius. */
const AU_NORD: [string, number][] = [
  ["a-9-km", 9],
  ["a-21-km", 21],
  ["a-60-km", 60],
];

let t: Territoire;
beforeAll(async () => {
  t = await territoire();
  const lyon = structure("lyon", { code_insee: "69383", commune: "Lyon 3e", longitude: 4.85, latitude: 45.76 });
  await importer(
    t.base,
    [structure("s1"), lyon],
    [
      ...OFFRES.map(([id, plus]) => service(id, { code_insee: null, commune: null, ...plus })),
      ...AU_NORD.map(([id, km]) =>
        service(id, { code_insee: null, commune: null, zone_eligibilite: ["france"], longitude: 2.45, latitude: 48.79 + km / 111.2 }),
      ),
    ],
  );
});
afterAll(() => t.fermer());

const chercher = async (filtre: object, plus = "") => {
  const document = `query($f: FiltreOffres) { offres(filtre: $f, first: 100${plus}) { totalCount edges { distanceKm pourquoi node { id } } } }`;
  const { data, errors } = await t.executer(CALLERS.departement, document, { f: filtre });
  expect(errors).toBeUndefined();
  expect(data.offres.totalCount).toBe(data.offres.edges.length);
  return data.offres.edges.map((e: any) => ({ ...e, id: e.node.id.replace("dora--", "") })) as {
    id: string;
    distanceKm: number | null;
    pourquoi: string[];
  }[];
};

describe("zone d’éligibilité", () => {
  it.each(OFFRES)("%s", async (id, _plus, vues) => {
    for (const [codeInsee, attendue] of Object.entries(vues)) {
      const ids = (await chercher({ codeInsee })).map((e) => e.id);
      expect([codeInsee, ids.includes(id)]).toEqual([codeInsee, attendue]);
    }
  });

  it("chaque offre trouvée dit la zone la plus proche qui la contient", async () => {
    const dites = Object.fromEntries((await chercher({ codeInsee: "94028" })).map((e) => [e.id, e.pourquoi[0]]));
    expect(dites).toMatchObject({
      commune: "Proposée à Créteil",
      departement: "Proposée dans le département 94",
      france: "Proposée dans toute la France",
      "sans-zone": "Proposée dans toute la France",
    });
    expect(dites.ept).toContain("Proposée sur le territoire");
  });

  it.each([
    [8, []],
    [10, ["a-9-km"]],
    [50, ["a-21-km", "a-9-km"]],
    [150, ["a-21-km", "a-60-km", "a-9-km"]],
    [1_000, ["a-21-km", "a-60-km", "a-9-km"]],
  ])("rayon de %d km", async (rayonKm, attendues) => {
    const ids = (await chercher({ codeInsee: "94028", rayonKm })).map((e) => e.id);
    expect(ids.filter((id) => id.endsWith("-km")).sort()).toEqual(attendues);
    expect(ids).toContain("france-a-distance");
  });

  it("au plus près : les distances croissent, ce qui est à distance vient à la fin", async () => {
    const trouvees = await chercher({ codeInsee: "94028", rayonKm: 200 }, ", tri: DISTANCE");
    const distances = trouvees.map((e) => e.distanceKm ?? Number.POSITIVE_INFINITY);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(trouvees.filter((e) => e.id.endsWith("-km")).map((e) => e.id)).toEqual(["a-9-km", "a-21-km", "a-60-km"]);
    expect(trouvees.at(-1)!.distanceKm).toBeNull();
  });

  it.each([
    ["94000", "un code postal"],
    ["99999", "un code inconnu"],
    ["2A999", "une commune de Corse inconnue"],
  ])("%s, %s : refusé, pas une liste vide", async (codeInsee) => {
    const { errors } = await t.executer(CALLERS.departement, "query($f: FiltreOffres) { offres(filtre: $f) { totalCount } }", {
      f: { codeInsee },
    });
    expect(errors![0]!.extensions).toMatchObject({ code: "ARGUMENT_INVALIDE", champ: "codeInsee" });
  });

  it("le tri par distance demande une commune", async () => {
    const { errors } = await t.executer(CALLERS.departement, "{ offres(tri: DISTANCE) { totalCount } }");
    expect(errors![0]!.extensions).toMatchObject({ code: "ARGUMENT_INVALIDE", champ: "codeInsee" });
  });
});
