import { importer, service, structure } from "../offre-insertion/fiches";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { MODES, type TestHub, testHub } from "./hub-de-test";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadFixtures(database.owner);
  await importer(database, [structure("s1")], [service("a")]);
}, 60_000);
afterAll(() => database.drop());

describe.each(MODES)("le lien de réponse par la passerelle, %s", (mode) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await testHub(mode, database.url);
    await database.owner.query("truncate offre_insertion.prescription cascade");
  }, 60_000);
  afterAll(() => hub.stop());

  it("la structure ouvre son lien dans un navigateur, accepte la personne, et qui prescrit le voit", async () => {
    const prescrite = await hub.query(
      "demo-departement",
      `mutation($p: ID!) { prescrire(allocataire: $p, offre: "dora--a", motif: "Préparer le permis", protectionDonneesAttestee: true) { ... on Prescription { id } } }`,
      { p: PEOPLE.amina },
    );
    const { id } = prescrite.data.prescrire;
    const { data } = await hub.query(
      "demo-departement",
      "mutation($p: ID!) { lienDeReponse(prescription: $p) { ... on LienDeReponse { url } } }",
      { p: id },
    );
    const entree = await fetch(hub.url + new URL(data.lienDeReponse.url).pathname, { redirect: "manual" });
    expect(entree.status).toBe(303);
    const adresse = hub.url + entree.headers.get("location");
    const cookie = entree.headers.getSetCookie()[0]!.split(";")[0]!;
    const page = await fetch(adresse, { headers: { cookie } });
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self'");
    const html = await page.text();
    expect(html).toContain("Benali");
    const sceau = /name="sceau" value="([^"]+)"/.exec(html)![1]!;
    const reponse = await fetch(adresse, {
      method: "POST",
      headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ sceau, statut: "VALIDEE" }).toString(),
    });
    expect(await reponse.text()).toContain("Votre réponse est enregistrée.");
    const suivi = await hub.query(
      "demo-departement",
      "{ prescriptionsASuivre { nodes { raison prescription { statut historique { acteur statut } } } } }",
    );
    expect(suivi.data.prescriptionsASuivre.nodes).toEqual([
      {
        raison: "A_DEMARRER",
        prescription: {
          statut: "VALIDEE",
          historique: [
            { acteur: "PRESCRIPTEUR", statut: "OUVERTE" },
            { acteur: "STRUCTURE", statut: "VALIDEE" },
          ],
        },
      },
    ]);
    expect((await fetch(adresse)).status).toBe(404);
  });
});
