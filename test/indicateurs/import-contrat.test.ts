import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerContrat } from "../../subgraphs/indicateurs/import-contrat";
import { CATALOGUE } from "../../subgraphs/indicateurs/mesure/catalogue";
import { exitCode, type ResultatImport } from "../../subgraphs/shared/import";
import { type TestDatabase, testDatabase } from "../setup/database";

const CONTRAT = path.join(__dirname, "../../data/contrat-94-2024");
const FICHIERS = {
  "indicateurs.csv": 122,
  "financement.csv": 19,
  "territoires.csv": 4,
  "feuille-de-route.csv": 19,
  "donnees-a-fournir.csv": 10,
  "interoperabilite.csv": 18,
  "defm-arsa.csv": 10,
  "parcours.csv": 7,
};

const TABLES = [
  "ligne_contrat",
  "definition",
  "cible",
  "ligne_financiere",
  "total_financier",
  "territoire",
  "feuille_de_route",
  "defm",
  "donnee_a_fournir",
  "interoperabilite",
  "relation_ligne",
  "montant_imprime",
];

let db: TestDatabase;
let copie: string;
const importer = (dossier: string, departement = "94") =>
  importerContrat(dossier, departement, { ownerUrl: db.url, now: () => new Date("2026-11-22T08:00:00Z") });
const bilan = (resultats: ResultatImport[]) => Object.fromEntries(resultats.map((r) => [r.fichier, r.compteurs]));
const nombre = async (sql: string) => (await db.owner.query(`select count(*)::int as n from ${sql}`)).rows[0].n;

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  copie = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-contrat-"));
  fs.cpSync(CONTRAT, copie, { recursive: true });
});
afterEach(async () => {
  for (const table of TABLES) await db.owner.query(`delete from indicateurs.${table}`);
  for (const schema of ["allocataires", "offre_insertion", "indicateurs"]) await db.owner.query(`delete from ${schema}.parcours_local`);
  fs.rmSync(copie, { recursive: true });
});
afterAll(() => db.drop());

const remplacer = (fichier: string, de: string, par: string) => {
  const chemin = path.join(copie, fichier);
  const texte = fs.readFileSync(chemin, "utf8");
  expect(texte).toContain(de);
  fs.writeFileSync(chemin, texte.replace(de, par));
};

describe("import du contrat départemental", () => {
  it("charge tout ; la seconde fois, rien ne change", async () => {
    const premiere = await importer(CONTRAT);
    for (const [fichier, lus] of Object.entries(FICHIERS)) {
      expect([fichier, bilan(premiere)[fichier]]).toEqual([fichier, { annonces: null, lus, appliques: lus, inchanges: 0, rejetes: 0 }]);
    }
    expect(premiere.flatMap((r) => r.signalements)).toEqual([]);
    expect(exitCode(premiere)).toBe(0);
    const seconde = await importer(CONTRAT);
    for (const [fichier, lus] of Object.entries(FICHIERS)) {
      expect([fichier, bilan(seconde)[fichier]]).toEqual([fichier, { annonces: null, lus, appliques: 0, inchanges: lus, rejetes: 0 }]);
    }
  });

  it("garde les 122 lignes, les cibles telles qu’écrites, les montants en centimes, les totaux à part", async () => {
    await importer(CONTRAT);
    expect(await nombre("indicateurs.ligne_contrat where departement = '94' and annee = 2024")).toBe(122);
    expect(await nombre("indicateurs.definition")).toBe(122);
    expect(await nombre("indicateurs.cible")).toBe(122 * 4);
    const cible = async (code: string, annee: number) =>
      (await db.owner.query("select texte, valeur from indicateurs.cible where code = $1 and annee = $2", [code, annee])).rows[0];
    expect(await cible("L.S.1.2.2", 2024)).toEqual({ texte: "350 jeunes", valeur: 350 });
    expect(await cible("N.S.1.4", 2024)).toEqual({ texte: "800 (fiche S.1.2)", valeur: 800 });
    expect(await cible("L.S.3.1.1", 2026)).toEqual({ texte: "A définir", valeur: null });
    expect(await cible("L.S.3.3.2", 2025)).toEqual({ texte: "Idem", valeur: null });
    expect(await cible("F.4", 2024)).toEqual({ texte: null, valeur: null });
    const { rows } = await db.owner.query(
      "select part_etat_centimes::int, autres_centimes::int, total_centimes::int from indicateurs.ligne_financiere where fiche = 'S.1.1'",
    );
    expect(rows).toEqual([{ part_etat_centimes: 3_179_500, autres_centimes: null, total_centimes: 6_359_000 }]);
    expect(await nombre("indicateurs.ligne_financiere")).toBe(14);
    expect(await nombre("indicateurs.total_financier")).toBe(5);
  });

  it("fait du total des territoires l’ensemble pilote, et charge les parcours dans les trois schémas", async () => {
    await importer(CONTRAT);
    const { rows } = await db.owner.query(
      "select communes, foyers_droit_ouvert_versable as foyers from indicateurs.territoire where code = '94-PILOTE'",
    );
    expect(rows).toEqual([{ communes: ["94017", "94028", "94079"], foyers: 8749 }]);
    for (const schema of ["allocataires", "offre_insertion", "indicateurs"]) {
      const remob = await db.owner.query(
        `select categorie, cout_unitaire_centimes as prix, places_financees as places from ${schema}.parcours_local where code = 'REMOBILISATION_EMPLOI'`,
      );
      expect(remob.rows).toEqual([{ categorie: "EQUILIBRE", prix: 90_000, places: 6000 }]);
    }
    expect(await nombre("indicateurs.defm")).toBe(30);
    expect(await nombre("indicateurs.feuille_de_route where 'F.7' = any (indicateurs)")).toBe(1);
  });

  it("les définitions calculées disent les mêmes mots que le contrat", async () => {
    await importer(CONTRAT);
    const { rows } = await db.owner.query("select code, libelle, cadre, producteur from indicateurs.definition");
    const duContrat = new Map(rows.map(({ code, ...mots }) => [code, mots]));
    for (const [code, versions] of CATALOGUE) {
      const { definition } = versions.at(-1)!;
      const { libelle, cadre, producteur } = definition;
      // What the contract does not name has its own frame (interne, oarsa, plan-pauvrete).
      if (!["local", "national", "feuille-de-route"].includes(cadre)) continue;
      expect([code, duContrat.get(code)]).toEqual([code, { libelle, cadre, producteur }]);
    }
  });

  it("une cible corrigée change une ligne ; une ligne retirée du fichier est retirée et dite", async () => {
    await importer(copie);
    remplacer("indicateurs.csv", "350 jeunes,350 jeunes", "360 jeunes,350 jeunes");
    fs.writeFileSync(
      path.join(copie, "donnees-a-fournir.csv"),
      fs.readFileSync(path.join(copie, "donnees-a-fournir.csv"), "utf8").replace(/^DIAGNOSTIC.*\n/m, ""),
    );
    const resultats = await importer(copie);
    expect(bilan(resultats)["indicateurs.csv"]).toMatchObject({ appliques: 1, inchanges: 121 });
    expect(resultats.flatMap((r) => r.signalements)).toMatchObject([
      { code: "LIGNE_RETIREE", cle: "donnee_a_fournir 94 DIAGNOSTIC", applique: true },
    ]);
    expect(await nombre("indicateurs.donnee_a_fournir")).toBe(9);
  });

  it("ce que le contrat dit de ses propres lignes est facultatif : sans le fichier, rien ne change", async () => {
    await importer(CONTRAT);
    expect([await nombre("indicateurs.relation_ligne"), await nombre("indicateurs.montant_imprime")]).toEqual([9, 3]);
    for (const fichier of ["relations.csv", "montants-imprimes.csv"]) fs.rmSync(path.join(copie, fichier));
    expect(bilan(await importer(copie))["relations.csv"]).toBeUndefined();
    expect(await nombre("indicateurs.relation_ligne")).toBe(9);
  });

  it("une somme fausse est dite, et gardée telle qu’écrite", async () => {
    remplacer(
      "financement.csv",
      "S.1.1,Solidarités - axe 1,Prévenir le décrochage scolaire des mineurs confiés en foyer d'accueil d'urgence,31795",
      "S.1.1,Solidarités - axe 1,Prévenir,31796",
    );
    remplacer("territoires.csv", "8749", "8750");
    const resultats = await importer(copie);
    expect(resultats.flatMap((r) => r.signalements).map((s) => [s.cle, s.code, s.applique])).toEqual([
      ["S.1.1", "SOMME_INEXACTE", true],
      ["SOUS_TOTAL_AXE_1", "SOMME_INEXACTE", true],
      ["TOTAL_SOLIDARITES", "SOMME_INEXACTE", true],
      ["TOTAL", "SOMME_INEXACTE", true],
    ]);
    expect(exitCode(resultats)).toBe(3);
    expect(
      (await db.owner.query("select part_etat_centimes::int as e from indicateurs.ligne_financiere where fiche = 'S.1.1'")).rows,
    ).toEqual([{ e: 3_179_600 }]);
  });

  it("une valeur illisible et une clé en double rejettent leur ligne, le reste est appliqué", async () => {
    remplacer("financement.csv", "207500", "deux cents");
    fs.appendFileSync(path.join(copie, "donnees-a-fournir.csv"), "DIAGNOSTIC,encore\n");
    const resultats = await importer(copie);
    expect(bilan(resultats)["financement.csv"]).toEqual({ annonces: null, lus: 19, appliques: 18, inchanges: 0, rejetes: 1 });
    expect(bilan(resultats)["donnees-a-fournir.csv"]).toMatchObject({ lus: 11, appliques: 10, rejetes: 1 });
    const signalements = resultats.flatMap((r) => r.signalements).filter((s) => !s.applique);
    expect(signalements).toMatchObject([{ cle: "ligne 3", code: "VALEUR_INVALIDE", champ: "part_etat_eur" }, { code: "CLE_EN_DOUBLE" }]);
  });

  it.each(Object.keys(FICHIERS))("sans %s : FICHIER_MANQUANT, et rien n’est appliqué", async (fichier) => {
    fs.rmSync(path.join(copie, fichier));
    await expect(importer(copie)).rejects.toMatchObject({ code: "FICHIER_MANQUANT", message: expect.stringContaining(fichier) });
    expect(await nombre("indicateurs.ligne_contrat")).toBe(0);
  });

  it.each([
    ["une colonne manque", () => remplacer("indicateurs.csv", "producteur", "fabricant"), "ENTETE_INVALIDE"],
    [
      "une ligne n’a pas le bon nombre de colonnes",
      () => fs.appendFileSync(path.join(copie, "financement.csv"), "S.9,trop,court\n"),
      "FICHIER_INVALIDE",
    ],
    [
      "le fichier n’est pas en UTF-8",
      () => fs.writeFileSync(path.join(copie, "territoires.csv"), Buffer.from("code_insee\xe9", "latin1")),
      "FICHIER_INVALIDE",
    ],
    ["le dernier fichier est faux", () => remplacer("parcours.csv", "EMPLOI", "AUTRE"), "FICHIER_INVALIDE"],
  ])("%s : tout est refusé", async (_titre, abimer, code) => {
    abimer();
    await expect(importer(copie)).rejects.toMatchObject({ code });
    expect(await nombre("indicateurs.ligne_contrat")).toBe(0);
  });

  it("un autre département que celui des communes ne prend pas leurs territoires", async () => {
    const resultats = await importer(copie, "93");
    expect(resultats.find((r) => r.fichier === "territoires.csv")!.compteurs.rejetes).toBe(3);
    await expect(importer(copie, "Val-de-Marne")).rejects.toMatchObject({ code: "DEPARTEMENT_INVALIDE" });
  });
});
