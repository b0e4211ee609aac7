import { scoreQualite } from "../../subgraphs/offre-insertion/data-inclusion/score-qualite";
import type { SuiviDuFlux } from "../../subgraphs/offre-insertion/data-inclusion/suivi/flux-complet";
import { valeursDesReferentiels } from "../../subgraphs/offre-insertion/data-inclusion/suivi/inconnues";
import { recalculerScores } from "../../subgraphs/offre-insertion/data-inclusion/suivi/scores.repository";
import { importerDataInclusion } from "../../subgraphs/offre-insertion/import-data-inclusion";
import { addDays } from "../../subgraphs/shared/civil-date";
import { exitCode, type ResultatImport } from "../../subgraphs/shared/import";
import { type TestDatabase, testDatabase } from "../setup/database";
import { ajouterPdie, dossierTemporaire, ecrire, importer, MAINTENANT, service, structure, viderCatalogue } from "./fiches";

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
});
beforeEach(async () => {
  await viderCatalogue(base.owner);
  await base.owner.query("truncate offre_insertion.valeur_inconnue, offre_insertion.flux_source, offre_insertion.recalcul");
});
afterAll(() => base.drop());

const lignes = async (sql: string, ...valeurs: unknown[]) => (await base.owner.query(sql, valeurs)).rows;
const dossier = dossierTemporaire();
const jourPlus = (jours: number) => new Date(MAINTENANT.getTime() + jours * 86_400_000);

describe("ce que les référentiels ne connaissent pas", () => {
  it("chaque valeur des huit référentiels est gardée, sans un signalement", async () => {
    const referentiels = Object.fromEntries([...valeursDesReferentiels()].map(([champ, valeurs]) => [champ, [...valeurs]]));
    const { type, frais, reseaux_porteurs, ...listes } = referentiels as Record<string, string[]>;
    const services = [
      service("tout", listes),
      ...type!.map((t) => service(`type-${t}`, { type: t })),
      ...frais!.map((f) => service(`frais-${f}`, { frais: f })),
    ];
    const resultats = await importer(base, [structure("s1", { reseaux_porteurs })], services);
    expect(resultats.flatMap((r) => r.signalements)).toEqual([]);
    expect(exitCode(resultats)).toBe(0);
    const [lu] = await lignes("select to_jsonb(s) as ligne from offre_insertion.service s where id = 'dora--tout'");
    expect(lu.ligne).toMatchObject(listes);
    const [porteuse] = await lignes("select reseaux_porteurs from offre_insertion.structure");
    expect(porteuse.reseaux_porteurs).toEqual(reseaux_porteurs);
    expect((await lignes("select type from offre_insertion.service where id like 'dora--type-%' order by 1")).map((l) => l.type)).toEqual(
      [...type!].sort(),
    );
  });

  it("une valeur inconnue est appliquée, gardée, dite une fois avec le nombre de fiches", async () => {
    const autre = { thematiques: ["mobilite--voler", "mobilite--preparer-un-permis"], frais: "parfois" };
    const [, resultat] = await importer(
      base,
      [structure("s1")],
      [service("a", autre), service("b", { ...autre, frais: "gratuit", drone: true })],
    );
    expect(resultat!.compteurs).toMatchObject({ lus: 2, appliques: 2, rejetes: 0 });
    expect(resultat!.signalements.map(({ code, champ, valeur, cle, applique }) => [code, champ, valeur, cle, applique])).toEqual([
      ["VALEUR_INCONNUE", "thematiques", "mobilite--voler", "dora--a", true],
      ["VALEUR_INCONNUE", "frais", "parfois", "dora--a", true],
      ["CHAMP_INCONNU", "drone", undefined, "dora--b", true],
    ]);
    expect(resultat!.signalements[0]!.message).toContain("2 fiches");
    expect(exitCode([resultat!])).toBe(3);
    const [a] = await lignes("select thematiques, frais from offre_insertion.service where id = 'dora--a'");
    expect(a).toEqual(autre);
    expect(await lignes("select champ, valeur, fiches from offre_insertion.valeur_inconnue order by champ, valeur")).toEqual([
      { champ: "drone", valeur: "", fiches: 1 },
      { champ: "frais", valeur: "parfois", fiches: 1 },
      { champ: "thematiques", valeur: "mobilite--voler", fiches: 2 },
    ]);
  });

  it("le compte suit les fiches : corrigée, la valeur reste connue avec zéro fiche et sa dernière date", async () => {
    await importer(base, [structure("s1")], [service("a", { frais: "parfois" })]);
    await importer(base, [], [service("a", { frais: "parfois" })], jourPlus(1));
    await importer(base, [], [service("a")], jourPlus(2));
    expect(await lignes("select fiches, premiere_le, derniere_le from offre_insertion.valeur_inconnue")).toEqual([
      { fiches: 0, premiere_le: MAINTENANT, derniere_le: jourPlus(1) },
    ]);
  });
});

describe("absences dans un flux complet", () => {
  const TOUS = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const flux = async (
    noms: string[],
    jours: number,
    complet: Partial<SuiviDuFlux> = {},
    autres: unknown[] = [],
  ): Promise<ResultatImport[]> =>
    importerDataInclusion(
      {
        structures: [],
        services: [ecrire(dossier, "services.json", [...noms.map((n) => service(n)), ...autres])],
        complet: { sources: ["dora"], ...complet },
      },
      { ownerUrl: base.url, now: () => jourPlus(jours) },
    );
  const retirees = async () =>
    (await lignes("select id from offre_insertion.service where retiree_le is not null order by 1")).map((l) => l.id);
  beforeEach(() =>
    importer(
      base,
      [structure("s1")],
      TOUS.map((n) => service(n)),
    ),
  );

  it("absente trois jours, retirée au troisième, jamais effacée ; revenue, elle se retrouve", async () => {
    const sans = TOUS.slice(1);
    expect((await flux(sans, 1)).at(-1)!.compteurs).toMatchObject({ lus: 8, appliques: 0 });
    await flux(sans, 2);
    expect(await retirees()).toEqual([]);
    const dernier = (await flux(sans, 3)).at(-1)!;
    expect([dernier.fichier, dernier.compteurs.appliques]).toEqual(["flux complet dora (services)", 1]);
    expect(await retirees()).toEqual(["dora--a"]);
    expect(
      await lignes(
        "select offre from offre_insertion.recherche where offre = 'dora--a' union select offre from offre_insertion.proposition where offre = 'dora--a'",
      ),
    ).toEqual([]);
    const dits = await lignes("select donnees from journal.evenement where type = 'OffreModifiee' order by rang desc limit 1");
    expect(dits[0].donnees).toEqual({ offre: "dora--a", source: "dora" });
    await flux(TOUS, 4);
    expect(await retirees()).toEqual([]);
    expect(await lignes("select absences from offre_insertion.service where absences > 0")).toEqual([]);
    expect(await lignes("select 1 as n from offre_insertion.recherche where offre = 'dora--a'")).toHaveLength(1);
  });

  it("deux flux le même jour ne font qu’une absence", async () => {
    for (const _fois of [1, 2, 3, 4]) await flux(TOUS.slice(1), 1);
    expect(await lignes("select absences from offre_insertion.service where id = 'dora--a'")).toEqual([{ absences: 1 }]);
  });

  it("revue avant la fin, elle repart de zéro", async () => {
    await flux(TOUS.slice(1), 1);
    await flux(TOUS.slice(1), 2);
    await flux(TOUS, 3);
    await flux(TOUS.slice(1), 4);
    expect(await lignes("select absences from offre_insertion.service where id = 'dora--a'")).toEqual([{ absences: 1 }]);
  });

  it("le nombre d’absences se garde par source", async () => {
    await flux(TOUS.slice(1), 1, { absences: 2 });
    await flux(TOUS.slice(1), 2);
    expect(await retirees()).toEqual(["dora--a"]);
    expect(await lignes("select source, nature, absences_max from offre_insertion.flux_source")).toEqual([
      { source: "dora", nature: "service", absences_max: 2 },
    ]);
  });

  it("un flux qui perd d’un coup plus de 30 % de la source est suspect : rien n’est compté, sauf --confirmer", async () => {
    const [, suspect] = await flux(["a", "b"], 1);
    expect(suspect!.signalements[0]).toMatchObject({ cle: "dora", code: "FLUX_SUSPECT" });
    expect(suspect!.signalements[0]!.message).toContain("6 fiches sur 8");
    expect(await lignes("select 1 as n from offre_insertion.service where absences > 0")).toEqual([]);
    const [, confirme] = await flux(["a", "b"], 1, { confirmer: true });
    expect(confirme!.signalements).toEqual([]);
    expect(await lignes("select 1 as n from offre_insertion.service where absences > 0")).toHaveLength(6);
    const [, lendemain] = await flux(["a", "b"], 2);
    expect(lendemain!.signalements).toEqual([]);
  });

  it("un fichier vide ne dit pas de qui il est : le hub le dit, et compte dès que --source est donné", async () => {
    const vide = ecrire(dossier, "vide.json", []);
    const lire = (sources: string[]) =>
      importerDataInclusion(
        { structures: [], services: [vide], complet: { sources, absences: 1, confirmer: true } },
        { ownerUrl: base.url, now: () => jourPlus(1) },
      );
    const resultats = await lire([]);
    expect(resultats.at(-1)).toMatchObject({ fichier: "flux complet (services)", signalements: [{ code: "FLUX_SANS_SOURCE" }] });
    expect(exitCode(resultats)).toBe(3);
    expect(await retirees()).toEqual([]);
    await lire(["dora"]);
    expect(await retirees()).toHaveLength(TOUS.length);
  });

  it("une fiche que le flux nomme et que le hub rejette n’est pas absente", async () => {
    await flux(TOUS.slice(1), 1, { absences: 1 }, [service("a", { frais: 12 })]);
    expect(await retirees()).toEqual([]);
  });

  it("les autres sources et le PDIE ne sont pas touchés", async () => {
    await importer(
      base,
      [structure("x", { source: "autre", id: "autre--x" })],
      [service("x", { source: "autre", id: "autre--x", structure_id: "autre--x" })],
    );
    await ajouterPdie(base.owner, "cd94--p", "94", 3);
    await base.owner.query("update offre_insertion.service set source = 'dora' where id = 'cd94--p'");
    await flux(TOUS, 1, { absences: 1 });
    expect(await retirees()).toEqual([]);
  });

  it("des pages de l’API qui n’y sont pas toutes ne comptent pas d’absence", async () => {
    const page = (noms: string[], nom: string) =>
      ecrire(dossier, nom, { total: 7, page: 1, size: 4, pages: 2, items: noms.map((n) => service(n)) });
    const pages = [page(TOUS.slice(1, 5), "p1.json"), page(TOUS.slice(5), "p2.json")];
    const lire = (services: string[]) =>
      importerDataInclusion(
        { structures: [], services, complet: { sources: [], absences: 1 } },
        { ownerUrl: base.url, now: () => jourPlus(1) },
      );
    expect((await lire(pages.slice(0, 1))).at(-1)!.signalements[0]).toMatchObject({ code: "FLUX_INCOMPLET" });
    expect(await retirees()).toEqual([]);
    await lire(pages);
    expect(await retirees()).toEqual(["dora--a"]);
  });
});

describe("le score vieillit", () => {
  const JOUR = "2026-02-10";
  it("recalculé un autre jour, il est celui qu’un import de ce jour donnerait", async () => {
    const fiches = [0, 30, 182, 183, 184, 400, 729, 730, 731, 900].map((age) => service(`age-${age}`, { date_maj: addDays(JOUR, -age) }));
    await importer(base, [structure("s1")], [...fiches, service("agefiph", { source: "agefiph", date_maj: "2025-08-01" })]);
    for (const plus of [1, 2, 40, 400]) {
      const jour = addDays(JOUR, plus);
      await recalculerScores(base.owner, jour);
      const lus = await lignes("select id, score_qualite as score from offre_insertion.service where source = 'dora'");
      expect(Object.fromEntries(lus.map((l) => [l.id, l.score]))).toEqual(
        Object.fromEntries(fiches.map((f) => [f.id, scoreQualite(f as never, jour)])),
      );
      const [{ ecarts }] = await lignes(
        `select count(*)::int as ecarts from offre_insertion.proposition p join offre_insertion.service s on s.id = p.offre
         where p.qualite is distinct from s.score_qualite * case when s.public_a_verifier then 0.6 else 1 end`,
      );
      expect(ecarts).toBe(0);
    }
  });

  it("une fois par jour, et seulement ce que le jour change", async () => {
    await importer(
      base,
      [structure("s1")],
      [service("fraiche"), service("vieille", { date_maj: "2025-01-15" }), service("perimee", { date_maj: "2020-01-15" })],
    );
    expect(await recalculerScores(base.owner, "2026-02-11")).toBe(1);
    expect(await recalculerScores(base.owner, "2026-02-11")).toBe(0);
    expect(await recalculerScores(base.owner, "2026-02-12")).toBe(1);
    const [{ n }] = await lignes("select count(*)::int as n from journal.evenement where type = 'OffreModifiee'");
    expect(n).toBe(3);
  });
});
