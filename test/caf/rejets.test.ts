import fs from "node:fs";
import pg from "pg";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { listerRejets, rejouerRejets } from "../../subgraphs/allocataires/caf/rejouer-rejets";
import { exitCode, type ResultatImport } from "../../subgraphs/shared/import";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal } from "../../subgraphs/shared/original-garde";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { corrigerOriginaux } from "./corriger-originaux";
import { DossierDeFlux, type FluxDeTest, flux } from "./fabriquer-flux";

const NIR = "2900394910001";
const nirCipher = new NirCipher(NIR_KEY);
const dossier = new DossierDeFlux();
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => viderBase(db.owner));
afterAll(async () => {
  dossier.supprimer();
  await db.drop();
});

const contexte = (le = "2026-01-10T08:00:00Z") => ({ ownerUrl: db.url, now: () => new Date(le), nirCipher });
const importer = async (f: FluxDeTest | string): Promise<ResultatImport> =>
  (await importerCaf([dossier.ecrire(f)], { ...contexte(), now: () => dossier.horloge(new Date("2026-01-10T08:00:00Z")) }))[0]!;
const rejouer = (ids: string[] | "tous" = "tous") => rejouerRejets(ids, contexte("2026-03-01T08:00:00Z"));
const lignes = async (sql: string) => (await db.owner.query(sql)).rows;
const evenements = (type: string) =>
  lignes(`select departement, allocataire, donnees from journal.evenement where type = '${type}' order by rang`);
const TABLES = [
  "allocataires.allocataire",
  "allocataires.dossier",
  "allocataires.identifiant",
  "allocataires.membre",
  "allocataires.entree",
  "allocataires.etat_dossier",
  "allocataires.rejet",
  "allocataires.flux_caf",
  "allocataires.rapprochement",
  "journal.evenement",
  "journal.consultation",
];
const total = async () => (await lignes(`select ${TABLES.map((t) => `(select count(*) from ${t})`).join(" + ")} as n`))[0]!.n;

describe("un fichier refusé", () => {
  const DEUX = flux({ foyers: [{}, { numero: "2" }] });
  it.each<[string, string, string]>([
    ["tronqué", DEUX.slice(0, -200), "FLUX_TRONQUE"],
    ["mal formé après un dossier valide", DEUX.replace(/<\/Racine>/, "</Racines>"), "XML_MAL_FORME"],
    ["avec une entité dans le second dossier", DEUX.replace("<NUMDEMRSA>2<", "<NUMDEMRSA>&x;<"), "DTD_INTERDITE"],
    ["aux compteurs faux", flux({ annonces: 3, foyers: [{}, { numero: "2" }] }), "COMPTEURS_FAUX"],
    ["d’une autre version", flux({ version: "0001", foyers: [{}] }), "VERSION_INCONNUE"],
  ])("%s n’applique rien, et le fichier suivant passe", async (_nom, contenu, code) => {
    await expect(importer(contenu)).rejects.toMatchObject({ code });
    expect(Number(await total())).toBe(0);
    expect((await importer(DEUX)).compteurs).toMatchObject({ appliques: 2 });
  });

  it("laisse appliqués les fichiers d’avant", async () => {
    const fichiers = [dossier.ecrire({ foyers: [{}] }), dossier.ecrire({ annonces: 9, foyers: [{ numero: "2" }] })];
    await expect(importerCaf(fichiers, contexte())).rejects.toMatchObject({ code: "COMPTEURS_FAUX" });
    expect(await lignes("select numero_demande from allocataires.dossier")).toEqual([{ numero_demande: "01024041094" }]);
  });
});

describe("un dossier rejeté", () => {
  it("est gardé avec son XML et sa raison, le reste est appliqué, code 3", async () => {
    const resultat = await importer({
      foyers: [{ numero: "1", etat: "9", personnes: [{ nom: "LEBŒUF" }] }, { numero: "2" }, { numero: "3", commune: null, numorg: "000" }],
    });
    expect(resultat.compteurs).toEqual({ annonces: 3, lus: 3, appliques: 1, inchanges: 0, rejetes: 2 });
    expect(exitCode([resultat])).toBe(3);
    expect(resultat.signalements.map((s) => [s.cle, s.code, s.applique])).toEqual([
      ["1", "DOSSIER_INVALIDE", false],
      ["3", "DEPARTEMENT_INCONNU", false],
    ]);
    const rejets = await lignes("select objet, cle, code, departement, original from allocataires.rejet order by rang");
    expect(rejets.map((r) => [r.objet, r.cle, r.code, r.departement])).toEqual([
      ["CAF_BENEFICIAIRE", "1", "DOSSIER_INVALIDE", "94"],
      ["CAF_BENEFICIAIRE", "3", "DEPARTEMENT_INCONNU", null],
    ]);
    expect(rejets[0]!.original).not.toContain("LEB");
    expect(ouvrirOriginal(contexte().nirCipher, rejets[0]!.original)).toContain("<NOM>LEBŒUF</NOM>");
    expect((await evenements("RejetEnregistre")).map((e) => [e.departement, e.donnees.code, e.donnees.partenaire])).toEqual([
      ["94", "DOSSIER_INVALIDE", "CAF"],
      [null, "DEPARTEMENT_INCONNU", "CAF"],
    ]);
    expect((await listerRejets(db.url)).map((r) => [r.cle, r.code, r.rejoueLe])).toEqual([
      ["1", "DOSSIER_INVALIDE", null],
      ["3", "DEPARTEMENT_INCONNU", null],
    ]);
  });

  it("en double : la dernière occurrence compte, même invalide, les autres sont signalées", async () => {
    const resultat = await importer({
      foyers: [{ voie: "A" }, { numero: "2", voie: "A" }, { voie: "B" }, { numero: "2", etat: "9" }, { voie: "C" }],
    });
    expect(resultat.compteurs).toEqual({ annonces: 5, lus: 5, appliques: 1, inchanges: 0, rejetes: 4 });
    expect(resultat.signalements.map((s) => s.code)).toEqual([
      "DOSSIER_EN_DOUBLE",
      "DOSSIER_EN_DOUBLE",
      "DOSSIER_EN_DOUBLE",
      "DOSSIER_INVALIDE",
    ]);
    expect(await lignes("select adresse from allocataires.allocataire")).toEqual([{ adresse: "12 RUE C, 94000 CRÉTEIL" }]);
    expect(
      (await lignes("select original from allocataires.rejet order by rang")).map(
        (r) => /<NOMVOIE>(.*?)</.exec(ouvrirOriginal(contexte().nirCipher, r.original))![1],
      ),
    ).toEqual(["A", "A", "B", "DES SŒURS"]);
    await rejouer();
    expect(await lignes("select adresse from allocataires.allocataire")).toEqual([{ adresse: "12 RUE C, 94000 CRÉTEIL" }]);
  });

  it("le NIR trop court est laissé, la personne gardée, code 3, et le NIR n’est écrit nulle part", async () => {
    const resultat = await importer({ foyers: [{ personnes: [{ nir: "290039491" }] }] });
    expect([resultat.compteurs.appliques, resultat.compteurs.rejetes, exitCode([resultat])]).toEqual([1, 0, 3]);
    expect(resultat.signalements).toEqual([
      expect.objectContaining({ cle: "01024041094", code: "NIR_LONGUEUR", champ: "NIR", applique: true }),
    ]);
    expect(JSON.stringify(resultat)).not.toContain("290039491");
    expect(await lignes("select type from allocataires.identifiant where type = 'NIR'")).toEqual([]);
  });
});

describe("une identité ambiguë", () => {
  /** Two files of the hub for one real person, as two departments of a caisse may create. */
  async function deuxFiches(): Promise<void> {
    await importer({
      foyers: [
        { numero: "1", personnes: [{}] },
        { numero: "2", personnes: [{ nom: "BEN ALI" }] },
      ],
    });
    await db.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur_chiffree, empreinte, source, collectee_le, recue_le)
       select departement, id, 'NIR', $1, $2, 'CAF', recue_le, recue_le from allocataires.allocataire`,
      [nirCipher.encrypt(NIR), nirCipher.hash(NIR)],
    );
  }
  const ambigu = {
    cree: "2026-02-01",
    foyers: [
      { numero: "3", personnes: [{ nir: NIR }] },
      { numero: "4", personnes: [{ prenom: "EVE" }] },
    ],
  };

  it("n’est pas tranchée par l’import : le dossier est appliqué avec une nouvelle personne, et un rapprochement attend", async () => {
    await deuxFiches();
    const resultat = await importer(ambigu);
    expect(resultat.compteurs).toMatchObject({ lus: 2, appliques: 2, rejetes: 0 });
    expect(resultat.signalements).toEqual([expect.objectContaining({ cle: "3", code: "IDENTITE_AMBIGUE", applique: true })]);
    const [membre] = await lignes(
      "select m.allocataire from allocataires.membre m join allocataires.dossier d on d.id = m.dossier where d.numero_demande = '3'",
    );
    expect(
      await lignes("select resultat, statut, source, cardinality(candidats) as n, allocataire, recu from allocataires.rapprochement"),
    ).toEqual([
      {
        resultat: "PLUSIEURS",
        statut: "A_TRAITER",
        source: "CAF",
        n: 2,
        allocataire: membre!.allocataire,
        recu: { nom: "BENALI", prenoms: ["AMINA"], dateNaissance: "1990-03-14", commune: "CRÉTEIL", raisons: [expect.any(String)] },
      },
    ]);
    expect((await lignes("select count(*)::int as n from allocataires.allocataire"))[0]!.n).toBe(4);
  });

  it("la personne en attente le reste d’un flux à l’autre : pas une de plus à chaque fois", async () => {
    await deuxFiches();
    await importer(ambigu);
    const suite = await importer({ cree: "2026-02-15", foyers: [{ numero: "3", voie: "NEUVE", personnes: [{ nir: NIR }] }] });
    expect([suite.compteurs.appliques, suite.signalements]).toEqual([1, []]);
    expect((await lignes("select count(*)::int as n from allocataires.allocataire"))[0]!.n).toBe(4);
    expect(await lignes("select count(*)::int as n from allocataires.rapprochement")).toEqual([{ n: 1 }]);
  });
});

describe("rejouer un rejet", () => {
  const voie = "select a.adresse from allocataires.allocataire a";
  /** What the organisme corrects: the state of the dossier. */
  const corriger = () => corrigerOriginaux(db.owner, "<ETATDOSRSA>9<", "<ETATDOSRSA>2<");

  it("l’applique avec les dates de son flux, et le dit", async () => {
    await importer({ cree: "2026-02-01", foyers: [{ etat: "9", personnes: [{ nir: NIR }] }] });
    const encore = await rejouer();
    expect(encore.compteurs).toMatchObject({ lus: 1, appliques: 0, rejetes: 1 });
    expect(await listerRejets(db.url)).toHaveLength(1);
    await corriger();
    const resultat = await rejouer([(await listerRejets(db.url))[0]!.id]);
    expect(resultat).toMatchObject({ compteurs: { lus: 1, appliques: 1, rejetes: 0 }, signalements: [] });
    expect(await lignes("select notification, flux_cree_le, collectee_le, recue_le from allocataires.dossier")).toEqual([
      {
        notification: "2026-02-01",
        flux_cree_le: new Date("2026-02-01T00:18:36Z"),
        collectee_le: new Date("2026-02-01T00:18:36Z"),
        recue_le: new Date("2026-02-01T08:00:00Z"),
      },
    ]);
    expect((await evenements("RejetRejoue")).map((e) => [e.departement, e.donnees.resultat])).toEqual([
      ["94", "REJETE"],
      ["94", "APPLIQUE"],
    ]);
    expect(await lignes("select resultat, rejoue_le from allocataires.rejet")).toEqual([
      { resultat: "APPLIQUE", rejoue_le: new Date("2026-03-01T08:00:00Z") },
    ]);
    expect((await rejouer()).compteurs.lus).toBe(0);
  });

  it("le met à sa place dans l’histoire : ce qui a été dit depuis reste, et l’entrée date du rejet", async () => {
    await importer({ cree: "2026-01-05", foyers: [{ etat: "9", voie: "VIEILLE" }] });
    await importer({ cree: "2026-02-15", foyers: [{ voie: "NEUVE" }] });
    await corriger();
    const resultat = await rejouer();
    expect(resultat.compteurs).toMatchObject({ lus: 1, appliques: 1, inchanges: 0, rejetes: 0 });
    expect(await lignes(voie)).toEqual([{ adresse: "12 RUE NEUVE, 94000 CRÉTEIL" }]);
    expect(await lignes("select rang, notification from allocataires.entree")).toEqual([{ rang: 1, notification: "2026-01-05" }]);
    expect((await evenements("EntreeDispositif")).map((e) => e.donnees.notification)).toEqual(["2026-02-15", "2026-01-05"]);
    expect(await listerRejets(db.url)).toEqual([]);
  });

  it("la dernière occurrence du fichier compte, quel que soit l’ordre des rejeux", async () => {
    await importer({ foyers: [{ voie: "A" }, { voie: "B", etat: "9" }] });
    await corriger();
    const [a, b] = (await lignes("select id from allocataires.rejet order by rang")).map((r) => r.id as string);
    expect((await rejouer([b!])).compteurs).toMatchObject({ appliques: 1 });
    const tard = await rejouer([a!]);
    expect(tard.compteurs).toMatchObject({ lus: 1, appliques: 0, inchanges: 1, rejetes: 0 });
    expect(tard.signalements).toEqual([expect.objectContaining({ code: "DOSSIER_EN_DOUBLE" })]);
    expect(await lignes(voie)).toEqual([{ adresse: "12 RUE B, 94000 CRÉTEIL" }]);
  });
});

describe("le coût d’un import", () => {
  /** Statements sent by an import of n foyers of which some are rejected, doubled and changed. */
  async function instructions(n: number): Promise<number> {
    const foyers = Array.from({ length: n }, (_, i) => ({
      numero: String(n * 1000 + i),
      etat: i % 5 === 4 ? "9" : "2",
      personnes: [
        {
          nom: `NOM${n}X${i}`,
          nir: `29003949${String(n * 100 + i)
            .padStart(5, "0")
            .slice(-5)}`,
        },
      ],
    }));
    const envoyees = jest.spyOn(pg.Client.prototype, "query");
    await importer({ cree: "2026-01-11", foyers: [...foyers, foyers[0]!] });
    const nombre = envoyees.mock.calls.filter(([q]) => !(typeof q === "string" && q.startsWith("analyze"))).length;
    envoyees.mockRestore();
    return nombre;
  }

  it("le nombre d’instructions SQL ne dépend pas du nombre de foyers", async () => {
    // People are known already: the engine looks at the new ones, by packets of a thousand.
    await instructions(3);
    const petit = await instructions(5);
    expect(petit).toBeLessThan(30);
    expect(await instructions(40)).toBe(petit);
    // A large file is planned step by step.
    const grand = await instructions(200);
    expect(grand).toBeLessThan(60);
    expect(await instructions(400)).toBe(grand);
  });

  it("dit son avancement, en octets puis en étapes", async () => {
    const fichier = dossier.ecrire({ foyers: [{}] });
    const dits: [string, number, number | null][] = [];
    await importerCaf([fichier], { ...contexte(), avancement: (...dit) => void dits.push(dit) });
    const taille = fs.statSync(fichier).size;
    expect(dits[0]).toEqual([expect.stringContaining("lecture"), taille, taille]);
    expect(dits.at(-1)).toEqual([expect.stringContaining("écriture"), dits.at(-1)![2], dits.at(-1)![2]]);
  });
});
