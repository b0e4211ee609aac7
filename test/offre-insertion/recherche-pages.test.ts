import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { jourDe } from "../../simulation/calendrier";
import { ecrireCatalogueNational } from "../../simulation/offre/catalogue-national";
import { importerDataInclusion } from "../../subgraphs/offre-insertion/import-data-inclusion";
import { clesDeLOffre } from "../../subgraphs/offre-insertion/offre/frein";
import { zonesDeLaCommune, zonesDeLOffre } from "../../subgraphs/offre-insertion/offre/zone";
import type { Depart } from "../../subgraphs/offre-insertion/recherche/curseur";
import { motsCherches } from "../../subgraphs/offre-insertion/recherche/mots/mots-cherches";
import { preparer } from "../../subgraphs/offre-insertion/recherche/mots/preparation.repository";
import { chercher, type Trouvee } from "../../subgraphs/offre-insertion/recherche/page.repository";
import { rechercheDe } from "../../subgraphs/offre-insertion/recherche/recherche";
import { Database } from "../../subgraphs/shared/database";
import { CALLERS } from "../setup/subgraph";
import { dossierTemporaire, MAINTENANT } from "./fiches";
import { type Territoire, territoire } from "./territoire";

const SERVICES = 2_500;
let t: Territoire;
let fiches: any[];
let positions: Map<string, { longitude: number; latitude: number }>;
beforeAll(async () => {
  t = await territoire();
  const dossier = dossierTemporaire();
  await ecrireCatalogueNational({ services: SERVICES, graine: "pages", fin: jourDe("2026-02-01"), dossier });
  const [structures, services] = ["structures.json", "services.json"].map((nom) => path.join(dossier, nom)) as [string, string];
  await importerDataInclusion({ structures: [structures], services: [services] }, { ownerUrl: t.base.url, now: () => MAINTENANT });
  fiches = JSON.parse(fs.readFileSync(services, "utf8"));
  fs.rmSync(dossier, { recursive: true });
  const { rows } = await t.base.owner.query("select code_insee, longitude, latitude from offre_insertion.position_commune");
  positions = new Map(rows.map((row) => [row.code_insee, row]));
}, 120_000);
afterAll(() => t.fermer());

const TRIS = ["PERTINENCE", "DISTANCE", "FRAICHEUR", "QUALITE"] as const;
const PAGE = `query($f: FiltreOffres, $t: TriOffres, $n: Int, $a: String) { offres(filtre: $f, tri: $t, first: $n, after: $a) {
  edges { cursor distanceKm pertinence node { id dateMaj scoreQualite } } pageInfo { hasNextPage endCursor } } }`;
type Ligne = {
  cursor: string;
  distanceKm: number | null;
  pertinence: number | null;
  node: { id: string; dateMaj: string; scoreQualite: number };
};

async function parcourir(filtre: object, tri: string, taille: number): Promise<Ligne[]> {
  const lignes: Ligne[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await t.executer(CALLERS.departement, PAGE, { f: filtre, t: tri, n: taille, a: after });
    expect(errors).toBeUndefined();
    lignes.push(...data.offres.edges);
    if (!data.offres.pageInfo.hasNextPage) return lignes;
    expect(data.offres.edges).toHaveLength(taille);
    after = data.offres.pageInfo.endCursor;
  }
}
const total = async (filtre: object): Promise<number> =>
  (await t.executer(CALLERS.departement, "query($f: FiltreOffres) { offres(filtre: $f, first: 1) { totalCount } }", { f: filtre })).data
    .offres.totalCount;

const enOrdre = (lignes: Ligne[], cle: (ligne: Ligne) => (number | string)[]): void => {
  const avant = (a: (number | string)[], b: (number | string)[]): boolean => {
    const i = a.findIndex((v, rang) => v !== b[rang]);
    return i === -1 || a[i]! < b[i]!;
  };
  for (let i = 1; i < lignes.length; i++) expect(avant(cle(lignes[i - 1]!), cle(lignes[i]!))).toBe(true);
};
const moinsJour = (date: string) => -Date.parse(date);
const CLES: Record<(typeof TRIS)[number], (l: Ligne) => (number | string)[]> = {
  PERTINENCE: (l) => [-(l.pertinence ?? 0), -l.node.scoreQualite, l.node.id],
  // Kilometres are rounded in the answer: ids are compared by the walk at another page size.
  DISTANCE: (l) => [l.distanceKm ?? Number.POSITIVE_INFINITY],
  FRAICHEUR: (l) => [moinsJour(l.node.dateMaj), l.node.id],
  QUALITE: (l) => [-l.node.scoreQualite, l.node.id],
};

const COMMUNES = ["94028", "94017", "33063", "69123", "59350", "48095"];
const RECHERCHES = [
  "accompagnement",
  "formation atelier",
  "permis",
  "numerique -atelier",
  "aide demarche",
  "surendetement",
  "person",
  "de la",
];
const THEMES = [
  "mobilite",
  "famille--garde-denfants",
  "numerique",
  "sante",
  "se-former",
  "logement-hebergement",
  "lecture-ecriture-calcul",
];
const optionnel = <T>(arbitraire: fc.Arbitrary<T>) => fc.option(arbitraire, { nil: undefined, freq: 2 });
const FILTRE = fc.record({
  codeInsee: optionnel(fc.constantFrom(...COMMUNES)),
  rayonKm: optionnel(fc.constantFrom(5, 30, 200, 1_000)),
  thematiques: optionnel(fc.subarray(THEMES, { minLength: 1, maxLength: 3 })),
  publics: optionnel(fc.subarray(["jeunes", "familles", "demandeurs-emploi", "femmes"], { minLength: 1 })),
  freins: optionnel(fc.subarray(["MOBILITE", "FAMILLE", "SANTE", "NUMERIQUE"], { minLength: 1 })),
  types: optionnel(fc.subarray(["atelier", "formation", "accompagnement"], { minLength: 1 })),
  frais: optionnel(fc.subarray(["gratuit", "payant"], { minLength: 1 })),
  modesAccueil: optionnel(fc.constantFrom(["en-presentiel"], ["a-distance"])),
  scoreQualiteMinimum: optionnel(fc.constantFrom(0.3, 0.6, 0.75, 0.9)),
});

describe("pages d’une recherche", () => {
  it("dans chaque ordre, chaque offre trouvée vient une fois, à sa place, quelle que soit la taille des pages", async () => {
    await fc.assert(
      fc.asyncProperty(
        FILTRE,
        optionnel(fc.constantFrom(...RECHERCHES)),
        fc.constantFrom(...TRIS),
        fc.integer({ min: 40, max: 200 }),
        async (choisi, recherche, trie, taille) => {
          const filtre = { ...choisi, recherche };
          const tri = trie === "DISTANCE" && !filtre.codeInsee ? "QUALITE" : trie;
          const lignes = await parcourir(filtre, tri, taille);
          const ids = lignes.map((l) => l.node.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids).toHaveLength(await total(filtre));
          enOrdre(lignes, CLES[tri]);
          expect((await parcourir(filtre, tri, 200)).map((l) => l.node.id)).toEqual(ids);
        },
      ),
      { numRuns: 25 },
    );
  }, 180_000);

  it("une offre qui entre pendant la lecture ne décale rien", async () => {
    const premiere = (await t.executer(CALLERS.departement, PAGE, { f: { thematiques: ["mobilite"] }, t: "QUALITE", n: 20 })).data.offres;
    const suite = (after: string) =>
      t.executer(CALLERS.departement, PAGE, { f: { thematiques: ["mobilite"] }, t: "QUALITE", n: 20, a: after });
    const avant = (await suite(premiere.pageInfo.endCursor)).data.offres.edges;
    const tete = premiere.edges[0].node.id;
    await t.base.owner.query("select offre_insertion.retirer(array[$1], $2)", [tete, MAINTENANT]);
    expect((await suite(premiere.pageInfo.endCursor)).data.offres.edges).toEqual(avant);
    await t.base.owner.query("update offre_insertion.service set retiree_le = null where id = $1", [tete]);
    expect((await suite(premiere.pageInfo.endCursor)).data.offres.edges).toEqual(avant);
  });

  it.each([
    ["d’un autre ordre", { t: "FRAICHEUR" }],
    ["d’une recherche par mots", { f: { recherche: "permis" } }],
  ])("un curseur %s est refusé", async (_nom, autre) => {
    const { data } = await t.executer(CALLERS.departement, PAGE, { t: "PERTINENCE", n: 1 });
    const { errors } = await t.executer(CALLERS.departement, PAGE, { t: "PERTINENCE", ...autre, n: 1, a: data.offres.pageInfo.endCursor });
    expect(errors![0]!.extensions.code).toBe("CURSEUR_INVALIDE");
  });

  it.each(["P:0:abc:x", "P:0:1", "X:0:1:x", "P:7:1:x", "P:0:1:\0", "", "Q:0:1); drop table x:y"])(
    "un curseur forgé est refusé : %j",
    async (cle) => {
      const a = Buffer.from(`1:${cle}`).toString("base64url");
      expect((await t.executer(CALLERS.departement, PAGE, { a })).errors![0]!.extensions.code).toBe("CURSEUR_INVALIDE");
    },
  );
});

describe("mots rares ou fréquents", () => {
  it.each(RECHERCHES.flatMap((r) => [[r, undefined] as const, [r, "94028"] as const]))(
    "« %s » (%s) : les deux façons de chercher donnent la même page",
    async (texte, codeInsee) => {
      const base = await Database.open(t.base.url, { role: "unefois_offre_insertion", poolSize: 1 });
      const { tx, end } = await base.begin(base.systemRights(["94"], "2026-02-10"));
      try {
        const prete = await preparer(tx, codeInsee ?? null, motsCherches(texte));
        const recherche = rechercheDe({ codeInsee }, prete, "2026-02-10", MAINTENANT)!;
        const page = (attendues: number, depart: Depart | null) =>
          chercher(tx, { ...recherche, tri: "PERTINENCE", nombre: 30, depart, attendues });
        let depart: Depart | null = null;
        for (let i = 0; i < 8; i++) {
          const rares: Trouvee[] = await page(0, depart);
          expect(await page(1e9, depart)).toEqual(rares);
          if (rares.length < 30) break;
          depart = rares.at(-1)!;
        }
      } finally {
        await end(false);
        await base.close();
      }
    },
    60_000,
  );
});

/** The filters again, read in the records themselves. Kilometres as the hub counts them. */
function convient(f: any, filtre: any, sauf?: string): boolean {
  const commun = (liste: readonly string[] | null, voulus: readonly string[]) => (liste ?? []).some((v) => voulus.includes(v));
  const cles = clesDeLOffre(f.thematiques ?? []);
  const regles: Record<string, () => boolean> = {
    codeInsee: () => dansLaZone(f, filtre.codeInsee, filtre.rayonKm ?? 50),
    thematiques: () => commun([...(f.thematiques ?? []), ...cles], filtre.thematiques),
    publics: () => commun(f.publics, [...filtre.publics, "tous-publics"]),
    freins: () => commun(cles, filtre.freins),
    types: () => filtre.types.includes(f.type),
    frais: () => filtre.frais.includes(f.frais),
    modesAccueil: () => commun(f.modes_accueil, filtre.modesAccueil),
  };
  return Object.entries(regles).every(([champ, regle]) => champ === sauf || filtre[champ] === undefined || regle());
}

function dansLaZone(f: any, codeInsee: string, rayon: number): boolean {
  const zones = zonesDeLaCommune(codeInsee).map((z) => z.zone);
  if (!zonesDeLOffre(f.zone_eligibilite).some((zone) => zones.includes(zone))) return false;
  const de = positions.get(codeInsee);
  const surPlace = f.modes_accueil !== null && !f.modes_accueil.includes("a-distance") && f.longitude !== null;
  return !de || !surPlace || kilometres(de, f) <= rayon;
}

function kilometres(a: { longitude: number; latitude: number }, b: { longitude: number; latitude: number }): number {
  const rad = (degres: number) => (degres * Math.PI) / 180;
  const h =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(rad(b.longitude - a.longitude) / 2) ** 2;
  return 12_742 * Math.asin(Math.min(1, Math.sqrt(h)));
}

describe("facettes", () => {
  const DOCUMENT = `query($f: FiltreOffres) { offres(filtre: $f, first: 1) { totalCount facettes {
    ${["thematiques", "categories", "publics", "frais", "modesAccueil", "types"].map((nom) => `${nom} { valeur nombre }`).join(" ")} } } }`;
  const DE: Record<string, (f: any) => string[]> = {
    thematiques: (f) => f.thematiques,
    categories: (f) => clesDeLOffre(f.thematiques ?? []).filter((cle) => /^[a-z]/.test(cle)),
    publics: (f) => f.publics,
    frais: (f) => [f.frais],
    modesAccueil: (f) => f.modes_accueil,
    types: (f) => (f.type ? [f.type] : []),
  };

  it("comptent ce que les fiches elles-mêmes disent, chacune sans son propre filtre", async () => {
    await fc.assert(
      fc.asyncProperty(FILTRE, async ({ scoreQualiteMinimum: _, ...filtre }) => {
        const { data, errors } = await t.executer(CALLERS.departement, DOCUMENT, { f: filtre });
        expect(errors).toBeUndefined();
        expect(data.offres.totalCount).toBe(fiches.filter((f) => convient(f, filtre)).length);
        for (const [nom, valeurs] of Object.entries(DE)) {
          const comptes = new Map<string, number>();
          const propre = nom === "categories" ? "thematiques" : nom;
          for (const f of fiches.filter((fiche) => convient(fiche, filtre, propre)))
            for (const valeur of new Set(valeurs(f) ?? [])) comptes.set(valeur, (comptes.get(valeur) ?? 0) + 1);
          const recues = Object.fromEntries(data.offres.facettes[nom].map((v: any) => [v.valeur, v.nombre]));
          expect(recues).toEqual(Object.fromEntries(comptes));
        }
      }),
      { numRuns: 25 },
    );
  }, 180_000);

  it("avec des mots, annoncent ce que le filtre laisserait", async () => {
    const filtre = { recherche: "accompagnement", frais: ["gratuit"], codeInsee: "94028" };
    const { data } = await t.executer(CALLERS.departement, DOCUMENT, { f: filtre });
    for (const [champ, valeurs] of [
      ["frais", data.offres.facettes.frais],
      ["types", data.offres.facettes.types],
      ["thematiques", data.offres.facettes.thematiques.slice(0, 5)],
    ] as const)
      for (const { valeur, nombre } of valeurs) expect([valeur, nombre]).toEqual([valeur, await total({ ...filtre, [champ]: [valeur] })]);
  });
});
