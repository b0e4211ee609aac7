import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { purger } from "../../subgraphs/allocataires/effacement/purger.repository";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { DossierDeFlux, type PersonneDeTest } from "../caf/fabriquer-flux";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";
import { ajouterDossiers } from "./personnes";

const nirCipher = new NirCipher(NIR_KEY);
const OUVERT = "2";
const CLOS = "5";

describe("purger au bout de la durée de conservation", () => {
  let base: TestDatabase;
  const fichiers = new DossierDeFlux();
  const contexte = () => ({ ownerUrl: base.url, now: () => new Date("2028-06-01T08:00:00Z"), nirCipher });
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await ajouterDossiers(base.owner);
    // Nothing but the CAF's word: closed on 1 March 2026 for Amina and Bruno, still open for Chantal.
    await base.owner.query("update allocataires.etat_dossier set au = '2026-02-28' where au is null");
    await base.owner.query(
      "insert into allocataires.etat_dossier (departement, dossier, du, etat) select departement, id, '2026-03-01', 'CLOS' from allocataires.dossier where numero_demande = '94000000001'",
    );
    await base.owner.query("update allocataires.dossier set etat = 'CLOS' where numero_demande = '94000000001'");
    await base.owner.query("update allocataires.entree set droits_clos_le = '2026-03-01' where allocataire = any ($1)", [
      [PEOPLE.amina, PEOPLE.bruno],
    ]);
    await base.owner.query(
      "insert into allocataires.sortie (departement, allocataire, nature, positive, date, source, collectee_le, recue_le) values ('94', $1, 'AUTRE', false, '2026-03-15', 'DEPARTEMENT', '2026-03-15', '2026-03-15')",
      [PEOPLE.bruno],
    );
    await base.owner.query("insert into allocataires.conservation values ('93', 120, 'Essai', 'Délibération')");
  });
  afterAll(async () => {
    fichiers.supprimer();
    await base.drop();
  });

  const purge = (date: string, simuler = true, departement: string | null = null) => purger(contexte(), { date, departement, simuler });
  const restent = async () => (await base.owner.query("select nom from allocataires.allocataire order by nom")).rows.map((r) => r.nom);

  it.each([
    ["deux ans jour pour jour après le dernier fait : gardée", "2028-03-01", 1],
    ["le lendemain : échue", "2028-03-02", 2],
    ["le dernier fait est une sortie plus tardive : gardé jusqu’à son jour", "2028-03-15", 2],
    ["puis échu", "2028-03-16", 3],
  ])("%s", async (_titre, date, attendues) => {
    // Driss has no dossier: his last fact is his entry, in January.
    expect(await purge(date)).toEqual([{ departement: "94", personnes: attendues }]);
  });

  it("ne touche ni un dossier ouvert, ni un département dont la règle est plus longue ; simulée, elle n’efface personne", async () => {
    expect(await purge("2030-01-01")).toEqual([{ departement: "94", personnes: 3 }]);
    expect(await purge("2030-01-01", true, "93")).toEqual([]);
    expect(await restent()).toHaveLength(5);
  });

  it("efface, publie, et ne trouve plus rien la seconde fois ; une date passée n’efface que ce qui était échu", async () => {
    expect(await purge("2028-03-02", false)).toEqual([{ departement: "94", personnes: 2 }]);
    expect(await restent()).toEqual(["Castel", "Diop", "Faure"]);
    expect(await purge("2028-03-02", false)).toEqual([]);
    const { rows } = await base.owner.query(
      "select donnees->>'motif' as motif, count(*)::int as n from journal.evenement where type = 'PersonneEffacee' group by 1",
    );
    expect(rows).toEqual([{ motif: "CONSERVATION_ECHUE", n: 2 }]);
  });

  it("une personne purgée revient avec un nouveau droit, pas avec un vieux dossier clos", async () => {
    const amina: PersonneDeTest = { nom: "BENALI", prenom: "AMINA", naissance: "1990-03-14" };
    const importer = async (cree: string, etat: string) =>
      (
        await importerCaf(
          [fichiers.ecrire({ cree, reference: cree, foyers: [{ numero: "94000000900", etat, personnes: [amina] }] })],
          contexte(),
        )
      )[0]!;
    expect((await importer("2028-04-01", CLOS)).signalements.map((s) => s.code)).toEqual(["PERSONNE_EFFACEE"]);
    expect(await restent()).not.toContain("BENALI");
    expect((await importer("2028-04-02", OUVERT)).signalements).toEqual([]);
    expect(await restent()).toContain("BENALI");
  });
});
