import { enCapitalesSansAccent } from "../../subgraphs/allocataires/caf/etat-civil";
import { ditesSql, originesSql, recomposerSql } from "../../subgraphs/allocataires/provenance/recomposer.repository";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";

const ELLE = "select departement, id from allocataires.allocataire where id = $1";
const DOSSIER = "00000000-0000-4000-8000-00000000d055";
const AUTRE_DOSSIER = "00000000-0000-4000-8000-00000000d056";

describe("recomposer une personne depuis ses déclarations", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
  });
  afterAll(() => base.drop());
  beforeEach(() => base.owner.query("begin"));
  afterEach(() => base.owner.query("rollback"));

  const dire = (
    source: string,
    le: string,
    donnees: object,
    { certifiee = false, dossier = null, ouvert = true }: { certifiee?: boolean; dossier?: string | null; ouvert?: boolean } = {},
  ) =>
    base.owner.query(
      `insert into allocataires.declaration (departement, allocataire, source, collectee_le, recue_le, certifiee, dossier, dossier_ouvert, donnees)
       values ('94', $1, $2, $3, $3, $4, $5, $6, $7)`,
      [PEOPLE.amina, source, le, certifiee, dossier, ouvert, donnees],
    );
  const recomposer = async () => (await base.owner.query(recomposerSql(ELLE), [PEOPLE.amina])).rows;
  const lire = async () => (await base.owner.query("select * from allocataires.allocataire where id = $1", [PEOPLE.amina])).rows[0];

  const COMPLET = {
    nom: "BENALI",
    nomUsage: "MARTIN",
    prenoms: ["AMINA", "LOU"],
    dateNaissance: "1990-03-14",
    sexe: "2",
    codeInsee: "94028",
    communeNom: "CRETEIL",
    adresse: "1 rue A",
  };

  it("une personne sans déclaration reste telle quelle, et rien n’est écrit", async () => {
    const avant = await lire();
    expect(await recomposer()).toEqual([]);
    expect(await lire()).toEqual(avant);
  });

  it("un dossier qui dit tout remplit l’état civil et l’adresse, refait le nom de tri, et date la ligne", async () => {
    await dire("CAF", "2026-02-01T00:00:00Z", { ...COMPLET, nom: "BÉNALI-Œuf" }, { certifiee: true, dossier: DOSSIER });
    expect(await recomposer()).toEqual([{ departement: "94", id: PEOPLE.amina }]);
    const ligne = await lire();
    expect(ligne).toMatchObject({ nom_usage: "MARTIN", prenoms: ["AMINA", "LOU"], code_insee: "94028", adresse: "1 rue A", source: "CAF" });
    expect(ligne.nom_tri).toBe(enCapitalesSansAccent("BÉNALI-Œuf AMINA LOU"));
    expect(ligne.collectee_le).toEqual(new Date("2026-02-01T00:00:00Z"));
    expect(await recomposer()).toEqual([]);
  });

  it("dans un même dossier, seule la dernière déclaration compte : une donnée qu’elle ne dit plus disparaît", async () => {
    await dire("CAF", "2026-02-01T00:00:00Z", COMPLET, { dossier: DOSSIER });
    await recomposer();
    await dire("CAF", "2026-03-01T00:00:00Z", { ...COMPLET, nomUsage: null, adresse: "2 rue B" }, { dossier: DOSSIER });
    await recomposer();
    expect(await lire()).toMatchObject({ nom_usage: null, adresse: "2 rue B" });
  });

  it("l’ordre d’arrivée ne change rien", async () => {
    await dire("CAF", "2026-03-01T00:00:00Z", { ...COMPLET, adresse: "2 rue B" }, { dossier: DOSSIER });
    await recomposer();
    await dire("CAF", "2026-02-01T00:00:00Z", COMPLET, { dossier: DOSSIER });
    await recomposer();
    expect((await lire()).adresse).toBe("2 rue B");
  });

  it("le dossier ouvert parle avant le dossier fermé, même plus récent", async () => {
    await dire("CAF", "2026-02-01T00:00:00Z", COMPLET, { dossier: DOSSIER });
    await dire("CAF", "2026-05-01T00:00:00Z", { ...COMPLET, adresse: "9 rue Z" }, { dossier: AUTRE_DOSSIER, ouvert: false });
    await recomposer();
    expect((await lire()).adresse).toBe("1 rue A");
  });

  it("l’adresse se prend en bloc : la rue d’une source n’est jamais mise avec la commune d’une autre", async () => {
    await dire("ALLOCATAIRE", "2026-02-01T00:00:00Z", { adresse: "3 rue C" });
    await recomposer();
    expect(await lire()).toMatchObject({ adresse: "3 rue C", code_insee: null, commune_nom: null });
    await dire("CAF", "2026-01-01T00:00:00Z", COMPLET, { dossier: DOSSIER });
    await recomposer();
    expect(await lire()).toMatchObject({ adresse: "1 rue A", code_insee: "94028", commune_nom: "CRETEIL" });
  });

  it("un téléphone dit par la personne vaut mieux que celui de la CAF, et le plus récent vaut entre elle et son référent", async () => {
    await dire("ALLOCATAIRE", "2026-02-01T00:00:00Z", { telephone: "+33611111111" });
    await dire("CAF", "2026-03-01T00:00:00Z", { telephone: "+33622222222", courriel: "caf@exemple.fr" });
    await recomposer();
    expect(await lire()).toMatchObject({ telephone: "+33611111111", courriel: "caf@exemple.fr", source: "CAF" });
    await dire("ORGANISME_REFERENT", "2026-04-01T00:00:00Z", { telephone: "+33633333333" });
    await recomposer();
    expect((await lire()).telephone).toBe("+33633333333");
  });

  it("une donnée retirée par qui l’a dite s’efface et ne laisse pas revenir une autre", async () => {
    await dire("CAF", "2026-01-15T00:00:00Z", { telephone: "+33622222222" });
    await dire("ALLOCATAIRE", "2026-02-01T00:00:00Z", { telephone: "+33611111111" });
    await dire("ALLOCATAIRE", "2026-03-01T00:00:00Z", { telephone: null });
    await recomposer();
    expect((await lire()).telephone).toBeNull();
  });

  it("à rang égal, la source qui certifie est crue", async () => {
    await dire("FRANCE_TRAVAIL", "2026-02-01T00:00:00Z", { nom: "BEN ALI" }, { certifiee: true });
    await dire("CAF", "2026-03-01T00:00:00Z", COMPLET, { dossier: DOSSIER });
    await recomposer();
    expect(await lire()).toMatchObject({ nom: "BEN ALI", source: "FRANCE_TRAVAIL", certifiee: true, adresse: "1 rue A" });
  });

  it("la règle d’un département passe avant celle de tous", async () => {
    await base.owner.query("insert into allocataires.precedence values ('94', 'telephone', 'CAF', 5, 'Essai')");
    await dire("ALLOCATAIRE", "2026-02-01T00:00:00Z", { telephone: "+33611111111" });
    await dire("CAF", "2026-01-01T00:00:00Z", { telephone: "+33622222222" });
    await recomposer();
    expect((await lire()).telephone).toBe("+33622222222");
  });

  it("une personne d’avant les déclarations garde sa ligne pour première déclaration : elle compte face à la suivante", async () => {
    await base.owner.query("update allocataires.allocataire set adresse = '1 rue A' where id = $1", [PEOPLE.amina]);
    await base.owner.query(originesSql(ELLE), [PEOPLE.amina]);
    await base.owner.query(originesSql(ELLE), [PEOPLE.amina]);
    const { rows } = await base.owner.query("select source, certifiee, donnees from allocataires.declaration where allocataire = $1", [
      PEOPLE.amina,
    ]);
    expect(rows).toEqual([
      {
        source: "CAF",
        certifiee: true,
        donnees: {
          nom: "Benali",
          prenoms: ["Amina"],
          dateNaissance: "1990-03-14",
          codeInsee: "94028",
          communeNom: "Créteil",
          adresse: "1 rue A",
        },
      },
    ]);
    await dire("ALLOCATAIRE", "2026-09-01T00:00:00Z", { adresse: "3 rue C" });
    await recomposer();
    expect((await lire()).adresse).toBe("1 rue A");
  });

  it("chaque donnée a une déclaration retenue et une seule", async () => {
    await dire("CAF", "2026-02-01T00:00:00Z", COMPLET, { dossier: DOSSIER });
    await dire("CAF", "2026-03-01T00:00:00Z", { ...COMPLET, adresse: "2 rue B" }, { dossier: DOSSIER });
    await dire("ALLOCATAIRE", "2026-03-01T00:00:00Z", { adresse: "3 rue C", telephone: "+33611111111" });
    const { rows } = await base.owner.query(
      `with ${ditesSql(ELLE, { toutes: true })} select champ, count(*)::int as dites, count(*) filter (where retenue)::int as retenues from dite group by champ`,
      [PEOPLE.amina],
    );
    expect(rows.every((r) => r.retenues === 1)).toBe(true);
    expect(rows.find((r) => r.champ === "adresse")).toMatchObject({ dites: 3 });
    expect(rows.find((r) => r.champ === "telephone")).toMatchObject({ dites: 1 });
  });
});
