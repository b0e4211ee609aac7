import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { cleNir } from "../../subgraphs/allocataires/caf/nir";
import { type ResultatImport } from "../../subgraphs/shared/import";
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
const _empreinteDeLaBase = () =>
  lignes(`select (select count(*) from allocataires.allocataire) as a, (select count(*) from allocataires.dossier) as d, (select count(*) from allocataires.rejet) as r,
    (select count(*) from allocataires.flux_caf) as f, (select count(*) from allocataires.identifiant) as i, (select count(*) from allocataires.etat_dossier) as e,
    (select count(*) from allocataires.entree) as n, (select count(*) from allocataires.membre) as m, (select count(*) from journal.evenement) as j,
    (select count(*) from journal.consultation) as c, (select max(xmin::text::bigint) from allocataires.dossier) as x`);

describe("reconnaître une personne", () => {
  it("par le NIR, avec ou sans clé, dans un autre dossier du département", async () => {
    await importer({ foyers: [{ personnes: [{ nir: NIR }] }] });
    await importer({
      cree: "2026-02-01",
      foyers: [{ numero: "2", matricule: "305599000000000", personnes: [{ nir: `${NIR}${cleNir(NIR)}`, nom: "MARTIN" }] }],
    });
    expect(await lignes("select nom from allocataires.allocataire")).toEqual([{ nom: "MARTIN" }]);
    expect(
      await lignes("select type, valeur, valide_du, valide_au from allocataires.identifiant where type <> 'NIR' order by type, valeur"),
    ).toEqual([
      { type: "MATRICULE_CAF", valeur: "2055990", valide_du: null, valide_au: "2026-01-31" },
      { type: "MATRICULE_CAF", valeur: "3055990", valide_du: "2026-02-01", valide_au: null },
      { type: "NUMERO_DEMANDE_RSA", valeur: "01024041094", valide_du: null, valide_au: null },
      { type: "NUMERO_DEMANDE_RSA", valeur: "2", valide_du: "2026-02-01", valide_au: null },
    ]);
    expect((await evenements("AllocataireModifie"))[0]!.donnees.champs).toEqual(["nom", "identifiants"]);
  });

  it("la même personne nouvelle dans deux dossiers du fichier n’a qu’un identifiant", async () => {
    await importer({
      type: "M",
      foyers: [{ personnes: [{ nir: NIR }] }, { numero: "2", etat: "5", commune: "94017", personnes: [{ nir: NIR, soumise: false }] }],
    });
    const personnes = await lignes("select code_insee, soumis_droits_devoirs as s from allocataires.allocataire");
    expect(personnes).toEqual([{ code_insee: "94028", s: true }]);
    expect(await lignes("select count(*)::int as n from allocataires.membre")).toEqual([{ n: 2 }]);
  });

  it("sans NIR, par l’état civil dans le dossier ou dans la demande précédente", async () => {
    await importer({ foyers: [{}] });
    await importer({ cree: "2026-02-01", foyers: [{ voie: "NEUVE", personnes: [{ nir: NIR }] }] });
    await importer({ cree: "2026-03-01", foyers: [{ numero: "2", personnes: [{ precedent: "01024041094" }] }] });
    expect(await lignes("select adresse from allocataires.allocataire")).toHaveLength(1);
    expect(await lignes("select type from allocataires.identifiant where type = 'NIR'")).toHaveLength(1);
  });

  it("jamais d’un département à l’autre", async () => {
    await importer({
      foyers: [{ personnes: [{ nir: NIR }] }, { numero: "2", numorg: "931", commune: "93071", personnes: [{ nir: NIR }] }],
    });
    expect(await lignes("select departement from allocataires.allocataire order by 1")).toEqual([
      { departement: "93" },
      { departement: "94" },
    ]);
    expect((await evenements("FluxImporte")).map((e) => [e.departement, e.donnees.compteurs.lus]).sort()).toEqual([
      ["93", 1],
      ["94", 1],
    ]);
    expect(await lignes("select departement from journal.consultation order by 1")).toEqual([{ departement: "93" }, { departement: "94" }]);
  });

  it("un NIR déjà porté par quelqu’un né un autre jour : personne n’est confondu, un rapprochement est à trancher", async () => {
    await importer({ foyers: [{ personnes: [{ nir: NIR }] }] });
    const resultat = await importer({ cree: "2026-02-01", foyers: [{ numero: "2", personnes: [{ nir: NIR, naissance: "1985-01-01" }] }] });
    expect(resultat.compteurs).toMatchObject({ appliques: 1, rejetes: 0 });
    expect(resultat.signalements).toEqual([expect.objectContaining({ cle: "2", code: "NIR_CONFLIT", applique: true })]);
    expect(await lignes("select count(*)::int as n from allocataires.allocataire")).toEqual([{ n: 2 }]);
    expect(await lignes("select resultat, statut, cardinality(candidats) as n from allocataires.rapprochement")).toEqual([
      { resultat: "CONFLIT", statut: "A_TRAITER", n: 1 },
    ]);
  });

  it("une personne qui quitte le foyer en est sortie, et le dit", async () => {
    await importer({ foyers: [{ personnes: [{ nir: NIR }, { role: "CJT", prenom: "PAUL" }] }] });
    await importer({ cree: "2026-02-01", foyers: [{ personnes: [{ nir: NIR }] }] });
    expect(await lignes("select role, au from allocataires.membre order by rang")).toEqual([
      { role: "DEM", au: null },
      { role: "CJT", au: "2026-02-01" },
    ]);
    expect(await lignes("select prenoms, soumis_droits_devoirs as s from allocataires.allocataire order by 1")).toEqual([
      { prenoms: ["AMINA"], s: true },
      { prenoms: ["PAUL"], s: false },
    ]);
    expect((await evenements("DossierModifie")).map((e) => e.donnees.champs)).toEqual([["membres"]]);
  });

  it("le matricule de la MSA est un NIR : chiffré, jamais en clair", async () => {
    const msa = `${NIR}${cleNir(NIR)}`;
    await importer({ foyers: [{ fonorg: "MSA", numorg: "75", matricule: msa, personnes: [{ nir: msa }] }] });
    expect(await lignes("select matricule, matricule_chiffre is not null as chiffre, source from allocataires.dossier")).toEqual([
      { matricule: null, chiffre: true, source: "MSA" },
    ]);
    const [i] = await lignes("select valeur, valeur_chiffree, empreinte from allocataires.identifiant where type = 'MATRICULE_MSA'");
    expect([i!.valeur, nirCipher.decrypt(i!.valeur_chiffree)]).toEqual([null, NIR]);
    expect(i!.empreinte).toEqual(nirCipher.hash(NIR));
  });
});
