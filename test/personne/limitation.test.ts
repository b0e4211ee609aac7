import { faitsDesPersonnes } from "../../subgraphs/allocataires/fichier-departement/export.repository";
import { refusDeLimitation } from "../../subgraphs/allocataires/provenance/declarerDonnees";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { identitesAInscrire } from "../../subgraphs/allocataires/transmission/inscription.repository";
import { Database } from "../../subgraphs/shared/database";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const LE = new Date("2026-02-10T10:00:00Z");
const DECLARER = `mutation ($a: ID!, $d: DonneesDeclareesInput!, $elle: Boolean!) { r: declarerDonnees(allocataire: $a, donnees: $d, parAllocataire: $elle) {
  ... on DeclarationDonnees { retenues } ... on Refus { code champ } } }`;
const ADRESSE = { voie: "3 rue du Test", codePostal: "94000", codeInsee: "94028", commune: "Créteil" };

describe("une donnée limitée est gardée, et ne sert plus (article 18)", () => {
  let base: TestDatabase;
  let database: Database;
  let graphe: TestSubgraph;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    const { owner } = base;
    await owner.query(
      "update allocataires.allocataire set telephone = '+33639980001', courriel = 'a@exemple.fr', adresse = '1 rue Gardée', nom_usage = 'GARDEE' where id = $1",
      [PEOPLE.amina],
    );
    await owner.query(
      `insert into allocataires.diagnostic (departement, allocataire, etabli_le, niveau_qualification, source, collectee_le, recue_le)
       values ('94', $1, '2026-01-28', 'NV4', 'ORGANISME_REFERENT', '2026-01-28', '2026-01-28')`,
      [PEOPLE.amina],
    );
    // A new entrant to register, by the rule of the list.
    await owner.query("update allocataires.allocataire set soumis_droits_devoirs = true where id = $1", [PEOPLE.amina]);
    await owner.query("update allocataires.entree set flux = true, sortie = null, droits_clos_le = null where allocataire = $1", [
      PEOPLE.amina,
    ]);
    await owner.query("delete from allocataires.inscription_france_travail where allocataire = $1", [PEOPLE.amina]);
    await owner.query("update allocataires.orientation set parcours = 'FRANCE_TRAVAIL' where allocataire = $1", [PEOPLE.amina]);
    database = await Database.open(base.url, { role: "unefois_allocataires", poolSize: 2 });
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await graphe.close();
    await database.close();
    await base.drop();
  });

  /** Her fields are limited, or are no longer: as the acceptance and the end of a request do. */
  const limiter = (...champs: string[]) =>
    base.owner.query("update allocataires.allocataire set limitees = $2 where id = $1", [PEOPLE.amina, champs]);
  const sousLeRole = <T>(lire: Parameters<typeof database.write<T>>[1]) =>
    database.write(database.systemRights(["94"], "2026-02-10"), lire);
  const declarer = async (d: object, elle: boolean) =>
    (await graphe.run(CALLERS.departement, DECLARER, { a: PEOPLE.amina, d, elle }, LE)).data.r;

  it("le fichier remis au logiciel du Département ne la dit pas", async () => {
    const faits = async () => {
      const lus = await sousLeRole((tx) => faitsDesPersonnes(tx, [PEOPLE.amina]));
      return { contact: lus.find((f) => f.type === "coordonnees")?.champs, diagnostics: lus.filter((f) => f.type === "diagnostic").length };
    };
    await limiter();
    expect(await faits()).toEqual({ contact: { telephone: "+33639980001", courriel: "a@exemple.fr" }, diagnostics: 1 });
    await limiter("telephone", "diagnostic");
    expect(await faits()).toEqual({ contact: { courriel: "a@exemple.fr" }, diagnostics: 0 });
    await limiter("telephone", "courriel");
    expect((await faits()).contact).toBeUndefined();
  });

  it("la liste hebdomadaire des personnes à inscrire part sans elle", async () => {
    const lues = () => sousLeRole((tx) => identitesAInscrire(tx, new NirCipher(NIR_KEY), "94", [PEOPLE.amina]));
    await limiter();
    expect((await lues())[0]).toMatchObject({ nom: "Benali", nomUsage: "GARDEE", adresse: "1 rue Gardée", codeInsee: "94028" });
    await limiter("adresse", "nomUsage");
    expect((await lues())[0]).toMatchObject({ nom: "Benali", nomUsage: null, adresse: null, codeInsee: null, commune: null });
  });

  it("un diagnostic limité ne classe plus personne dans les statistiques", async () => {
    const niveau = async () =>
      (
        await sousLeRole((tx) =>
          tx.row<{ n: string | null }>("select niveau_etude as n from publie.profil_statistique where allocataire = $1", [PEOPLE.amina]),
        )
      )?.n;
    await limiter();
    expect(await niveau()).toBe("NV4");
    await limiter("diagnostic");
    expect(await niveau()).toBeNull();
  });

  it("personne d’autre qu’elle n’en déclare une autre valeur ; la sienne est gardée sans être servie ni annoncée", async () => {
    await limiter("telephone", "adresse");
    expect(await declarer({ telephone: "0639980002" }, false)).toEqual({ code: "DONNEE_LIMITEE", champ: "telephone" });
    expect(await declarer({ adresse: ADRESSE }, false)).toEqual({ code: "DONNEE_LIMITEE", champ: "adresse" });
    expect(await declarer({ courriel: "b@exemple.fr" }, false)).toMatchObject({ retenues: ["courriel"] });
    expect((await declarer({ telephone: "0639980003", adresse: ADRESSE }, true)).code).toBeUndefined();
    const lue = await graphe.run(
      CALLERS.departement,
      "query ($i: ID!) { allocataire(id: $i) { telephone adresse } }",
      { i: PEOPLE.amina },
      LE,
    );
    expect(lue.data.allocataire).toEqual({ telephone: null, adresse: null });
    const { rows } = await base.owner.query("select donnees from journal.evenement where type = 'AllocataireModifie'");
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain("94028");
    await limiter();
    const levee = await graphe.run(CALLERS.departement, "query ($i: ID!) { allocataire(id: $i) { telephone } }", { i: PEOPLE.amina }, LE);
    expect(levee.data.allocataire.telephone).toBe("+33639980003");
  });

  it("un formulaire apprend qu’elle existe et qu’elle est limitée, jamais sa valeur ; à qui répond à la personne, il la donne", async () => {
    await limiter("courriel");
    const lire = async (par = CALLERS.departement) =>
      (
        await graphe.run(
          par,
          "query ($i: ID!) { allocataire(id: $i) { donneesConnues(pour: ORIENTATION) { aDemander connues { code valeur masquee limitee contestee } } } }",
          { i: PEOPLE.amina },
          LE,
        )
      ).data.allocataire.donneesConnues;
    const { connues, aDemander } = await lire();
    expect(connues.find((c: any) => c.code === "COURRIEL")).toEqual({
      code: "COURRIEL",
      valeur: null,
      masquee: true,
      limitee: true,
      contestee: false,
    });
    expect(aDemander).not.toContain("COURRIEL");
    expect((await lire(CALLERS.dpo)).connues.find((c: any) => c.code === "COURRIEL")).toMatchObject({ masquee: false, limitee: true });
    await base.owner.query(
      `insert into allocataires.demande_de_droits (departement, id, allocataire, nature, statut, donnee, champs, recue_le, limite, statuee_le, cree_le, cree_par)
       values ('94', gen_random_uuid(), $1, 'RECTIFICATION', 'A_LA_SOURCE', 'ETAT_CIVIL', '{nom}', '2026-02-01', '2026-03-01', '2026-02-02', '2026-02-01', 'essai')`,
      [PEOPLE.amina],
    );
    await base.owner.query(
      `insert into allocataires.declaration (departement, id, allocataire, source, collectee_le, recue_le, certifiee, donnees)
       values ('94', gen_random_uuid(), $1, 'CAF', '2026-01-10', '2026-01-10', true, '{"nom": "Benali"}')`,
      [PEOPLE.amina],
    );
    expect((await lire()).connues.find((c: any) => c.code === "NOM")).toMatchObject({ valeur: "Benali", contestee: true });
  });

  it.each([
    [["telephone"], ["telephone"], false, "DONNEE_LIMITEE"],
    [["telephone"], ["telephone"], true, undefined],
    [["telephone"], ["courriel"], false, undefined],
    [["codeInsee", "adresse"], ["adresse"], false, "DONNEE_LIMITEE"],
  ])("%j, %j limité, dite par elle : %s", (champs, limitees, elle, code) =>
    expect(refusDeLimitation(champs, limitees, elle)?.code).toBe(code),
  );
});
