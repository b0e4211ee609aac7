import fs from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { cleNir } from "../../subgraphs/allocataires/caf/nir";
import { exitCode, type ResultatImport } from "../../subgraphs/shared/import";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { DossierDeFlux, type FluxDeTest } from "./fabriquer-flux";

const NIR = "2900394910001";
const MAINTENANT = new Date("2026-01-10T08:00:00Z");
const nirCipher = new NirCipher(NIR_KEY);

let db: TestDatabase;
const dossier = new DossierDeFlux();

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => viderBase(db.owner));
afterAll(async () => {
  dossier.supprimer();
  await db.drop();
});

const importerFichiers = (...fichiers: string[]) =>
  importerCaf(fichiers, { ownerUrl: db.url, now: () => dossier.horloge(MAINTENANT), nirCipher });
const importer = async (f: FluxDeTest | string): Promise<ResultatImport> => (await importerFichiers(dossier.ecrire(f)))[0]!;
const lignes = async (sql: string, valeurs: unknown[] = []) => (await db.owner.query(sql, valeurs)).rows;
const evenements = (type: string) =>
  lignes("select allocataire, departement, donnees from journal.evenement where type = $1 order by rang", [type]);
/** Every row that an import may write. */
const empreinteDeLaBase = () =>
  lignes(`select (select count(*) from allocataires.allocataire) as a, (select count(*) from allocataires.dossier) as d, (select count(*) from allocataires.rejet) as r,
    (select count(*) from allocataires.flux_caf) as f, (select count(*) from allocataires.identifiant) as i, (select count(*) from allocataires.etat_dossier) as e,
    (select count(*) from allocataires.entree) as n, (select count(*) from allocataires.membre) as m, (select count(*) from journal.evenement) as j,
    (select count(*) from journal.consultation) as c, (select max(xmin::text::bigint) from allocataires.dossier) as x`);

describe("importer un flux bénéficiaire", () => {
  it("écrit la personne, ses identifiants, son dossier, son entrée, les événements et le registre", async () => {
    const resultat = await importer({
      foyers: [
        {
          droits: ["2026-01-01", "2025-12-01"],
          personnes: [
            { nom: "LEBŒUF", nomNaissance: "ŸVERT", prenom: "CÉLINE", prenom2: "LÆTITIA", nir: NIR, assedic: "1253359X", rang: "1" },
          ],
        },
      ],
    });
    expect(resultat.compteurs).toEqual({ annonces: 1, lus: 1, appliques: 1, inchanges: 0, rejetes: 0 });
    expect(exitCode([resultat])).toBe(0);
    const [a] = await lignes("select * from allocataires.allocataire");
    expect(a).toMatchObject({
      departement: "94",
      civilite: "MME",
      nom: "ŸVERT",
      nom_usage: "LEBŒUF",
      prenoms: ["CÉLINE", "LÆTITIA"],
      nom_tri: "YVERT CELINE LAETITIA",
      date_naissance: "1990-03-14",
      code_insee: "94028",
      commune_nom: "CRÉTEIL",
      adresse: "12 RUE DES SŒURS, 94000 CRÉTEIL",
      soumis_droits_devoirs: true,
      source: "CAF",
      source_organisme: "CAF941",
      certifiee: true,
      recue_le: MAINTENANT,
      collectee_le: new Date("2026-01-10T00:18:36Z"),
    });
    const identifiants = await lignes(
      "select type, valeur, valeur_chiffree, empreinte, organisme from allocataires.identifiant order by type",
    );
    expect(identifiants.map((i) => [i.type, i.valeur, i.organisme])).toEqual([
      ["MATRICULE_CAF", "2055990", "CAF941"],
      ["NIR", null, null],
      ["NUMERO_DEMANDE_RSA", "01024041094", null],
      ["NUMERO_FRANCE_TRAVAIL", "1253359X", null],
    ]);
    expect(nirCipher.decrypt(identifiants[1]!.valeur_chiffree)).toBe(NIR);
    expect(identifiants[1]!.empreinte).toEqual(nirCipher.hash(`${NIR}${cleNir(NIR)}`));
    const [d] = await lignes("select * from allocataires.dossier");
    expect(d).toMatchObject({
      etat: "OUVERT_VERSABLE",
      ouverture_droits: "2025-12-01",
      notification: "2026-01-10",
      date_demande: "2025-12-15",
      matricule: "2055990",
    });
    const entree = {
      rang: 1,
      demande: "2025-12-15",
      ouverture_droits: "2025-12-01",
      notification: "2026-01-10",
      entree_dispositif: "2026-01-10",
      flux: true,
    };
    expect(await lignes("select * from allocataires.entree")).toEqual([expect.objectContaining(entree)]);
    expect(await evenements("EntreeDispositif")).toEqual([
      {
        allocataire: a!.id,
        departement: "94",
        donnees: {
          rang: 1,
          dossier: d!.id,
          codeInsee: "94028",
          etat: "OUVERT_VERSABLE",
          demande: "2025-12-15",
          ouvertureDroits: "2025-12-01",
          notification: "2026-01-10",
          entreeDispositif: "2026-01-10",
          soumisDroitsDevoirs: true,
          flux: true,
        },
      },
    ]);
    const [f] = await evenements("FluxImporte");
    expect(f).toMatchObject({
      departement: "94",
      allocataire: null,
      donnees: { typeFlux: "I", compteurs: { lus: 1, appliques: 1, inchanges: 0, rejetes: 0 } },
    });
    expect(await lignes("select departement, client, allocataires, le from journal.consultation")).toEqual([
      { departement: "94", client: "import-caf", allocataires: [a!.id], le: MAINTENANT },
    ]);
  });

  it("garde demandeur, conjoint et personne soumise, pas les enfants", async () => {
    await importer({
      foyers: [
        {
          personnes: [
            { nir: NIR },
            { role: "CJT", prenom: "PAUL", qual: "MR", soumise: false },
            { role: "ENF", prenom: "LOU", naissance: "2015-01-01" },
            { role: "ENF", prenom: "ZOE", naissance: "2006-01-01", soumise: true },
          ],
        },
      ],
    });
    const membres =
      await lignes(`select m.role, m.rang, m.soumis_droits_devoirs as soumis, a.prenoms[1] as prenom, a.soumis_droits_devoirs as personne
      from allocataires.membre m join allocataires.allocataire a on a.id = m.allocataire order by m.rang`);
    expect(membres).toEqual([
      { role: "DEM", rang: 1, soumis: true, prenom: "AMINA", personne: true },
      { role: "CJT", rang: 2, soumis: false, prenom: "PAUL", personne: false },
      { role: "ENF", rang: 4, soumis: true, prenom: "ZOE", personne: true },
    ]);
    expect(await lignes("select count(*)::int as n from allocataires.entree")).toEqual([{ n: 2 }]);
  });

  it("le même fichier deux fois ne change rien et le dit", async () => {
    const fichier = dossier.ecrire({ foyers: [{ personnes: [{ nir: "12345" }] }, { numero: "2", etat: "9" }] });
    const [premier] = await importerFichiers(fichier);
    expect(premier!.compteurs).toMatchObject({ lus: 2, appliques: 1, rejetes: 1 });
    const avant = await empreinteDeLaBase();
    const [second] = await importerFichiers(fichier);
    expect(second!.compteurs).toEqual({ annonces: 2, lus: 2, appliques: 0, inchanges: 2, rejetes: 0 });
    expect(exitCode([second!])).toBe(0);
    expect(await empreinteDeLaBase()).toEqual(avant);
  });

  it("un dossier inchangé dans un flux plus récent n’est pas réécrit, et un flux intermédiaire en retard prend sa place sans écraser la suite", async () => {
    await importer({ foyers: [{ voie: "A" }] });
    const second = await importer({ cree: "2026-01-12", foyers: [{ voie: "A" }] });
    expect(second.compteurs).toMatchObject({ appliques: 0, inchanges: 1 });
    const retard = await importer({ cree: "2026-01-11", foyers: [{ voie: "B" }] });
    expect(retard.compteurs).toMatchObject({ appliques: 1, inchanges: 0, rejetes: 0 });
    expect(retard.signalements).toEqual([expect.objectContaining({ code: "FLUX_ANTERIEUR", applique: true })]);
    expect(await lignes("select adresse from allocataires.allocataire")).toEqual([{ adresse: "12 RUE A, 94000 CRÉTEIL" }]);
    expect(await lignes("select donnees->>'adresse' as adresse, collectee_le from allocataires.declaration order by collectee_le")).toEqual(
      [
        { adresse: "12 RUE A, 94000 CRÉTEIL", collectee_le: new Date("2026-01-10T00:18:36Z") },
        { adresse: "12 RUE B, 94000 CRÉTEIL", collectee_le: new Date("2026-01-11T00:18:36Z") },
        { adresse: "12 RUE A, 94000 CRÉTEIL", collectee_le: new Date("2026-01-12T00:18:36Z") },
      ],
    );
  });

  it("le premier mensuel d’un organisme est un stock : pas de notification inventée, flux faux", async () => {
    await importer({ type: "M", foyers: [{ personnes: [{ nir: NIR }] }] });
    expect(await lignes("select rang, notification, entree_dispositif, ouverture_droits, flux from allocataires.entree")).toEqual([
      { rang: 1, notification: null, entree_dispositif: null, ouverture_droits: "2026-01-01", flux: false },
    ]);
    await importer({
      type: "M",
      cree: "2026-02-10",
      foyers: [{ personnes: [{ nir: NIR }] }, { numero: "2", personnes: [{ prenom: "EVE" }] }],
    });
    expect(await lignes("select notification, flux from allocataires.entree order by flux")).toEqual([
      { notification: null, flux: false },
      { notification: "2026-02-10", flux: true },
    ]);
    await importer({
      type: "M",
      cree: "2026-02-11",
      foyers: [{ numero: "3", numorg: "931", commune: "93071", personnes: [{ prenom: "LEA" }] }],
    });
    expect(await lignes("select flux from allocataires.entree where departement = '93'")).toEqual([{ flux: false }]);
  });

  it("suit les états, la clôture et la réouverture : une nouvelle entrée, au rang suivant", async () => {
    const etape = (cree: string, etat: string, soumise = true) =>
      importer({ cree, foyers: [{ etat, personnes: [{ nir: NIR, soumise }] }] });
    await etape("2026-01-10", "0");
    expect(await lignes("select * from allocataires.entree")).toEqual([]);
    await etape("2026-01-15", "2");
    await etape("2026-02-01", "3");
    await etape("2026-03-01", "5", false);
    expect(await lignes("select soumis_droits_devoirs as s from allocataires.allocataire")).toEqual([{ s: false }]);
    await etape("2026-06-01", "2");
    expect(await lignes("select etat, du, au from allocataires.etat_dossier order by du")).toEqual([
      { etat: "EN_ATTENTE", du: "2026-01-10", au: "2026-01-14" },
      { etat: "OUVERT_VERSABLE", du: "2026-01-15", au: "2026-01-31" },
      { etat: "OUVERT_SUSPENDU", du: "2026-02-01", au: "2026-02-28" },
      { etat: "CLOS", du: "2026-03-01", au: "2026-05-31" },
      { etat: "OUVERT_VERSABLE", du: "2026-06-01", au: null },
    ]);
    expect(await lignes("select rang, notification, droits_clos_le from allocataires.entree order by rang")).toEqual([
      { rang: 1, notification: "2026-01-15", droits_clos_le: "2026-03-01" },
      { rang: 2, notification: "2026-06-01", droits_clos_le: null },
    ]);
    expect((await evenements("EntreeDispositif")).map((e) => e.donnees.rang)).toEqual([1, 2]);
    expect((await evenements("DossierModifie")).map((e) => [e.donnees.etat, e.donnees.champs])).toEqual([
      ["OUVERT_VERSABLE", ["etat"]],
      ["OUVERT_SUSPENDU", ["etat"]],
      ["CLOS", ["etat"]],
      ["OUVERT_VERSABLE", ["etat"]],
    ]);
    expect((await evenements("AllocataireModifie")).map((e) => [e.donnees.champs, e.donnees.soumisDroitsDevoirs])).toEqual([
      [["soumisDroitsDevoirs"], true],
      [["soumisDroitsDevoirs"], false],
      [["soumisDroitsDevoirs"], true],
    ]);
  });

  it("perdre puis retrouver les droits et devoirs sans clôture n’est pas une nouvelle entrée", async () => {
    for (const [cree, soumise] of [
      ["2026-01-10", true],
      ["2026-02-10", false],
      ["2026-03-10", true],
    ] as const) {
      await importer({ cree, foyers: [{ personnes: [{ nir: NIR, soumise }] }] });
    }
    expect(await lignes("select rang from allocataires.entree")).toEqual([{ rang: 1 }]);
  });
});

describe("les événements d’un import", () => {
  const schemas = path.join(__dirname, "../../schema/evenements");

  it("suivent leur schéma et ne portent aucune valeur d’une personne", async () => {
    const canari = { nom: "CANARIŒ", prenom: "CANARINE", nir: NIR };
    await importer({
      foyers: [
        { voie: "CANARI", personnes: [canari] },
        { numero: "2", etat: "9", personnes: [canari] },
        { numero: "3", commune: null },
      ],
    });
    await importer({
      cree: "2026-02-01",
      foyers: [{ etat: "5", voie: "CANARIS", personnes: [{ ...canari, nom: "CANARIX" }, { role: "CJT" }] }],
    });
    const tous = await lignes("select type, donnees from journal.evenement order by rang");
    expect([...new Set(tous.map((e) => e.type))].sort()).toEqual([
      "AllocataireModifie",
      "DossierModifie",
      "EntreeDispositif",
      "FluxImporte",
      "RejetEnregistre",
    ]);
    const ajv = addFormats(new Ajv({ strict: false }));
    for (const { type, donnees } of tous) {
      const valide = ajv.compile(JSON.parse(fs.readFileSync(path.join(schemas, `${type}.json`), "utf8")));
      expect([type, donnees, valide(donnees), valide.errors]).toEqual([type, donnees, true, null]);
    }
    expect(JSON.stringify(tous)).not.toMatch(/CANARI|2900394910001/);
  });
});
