import { type Abonne, ouvrirAbonne } from "../echanges/abonne";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadTerritory, MODES, type TestHub, testHub } from "./hub-de-test";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadTerritory(database.url, 60);
}, 120_000);
afterAll(() => database.drop());

const attendre = async (vrai: () => boolean | Promise<boolean>) => {
  for (const fin = Date.now() + 15_000; Date.now() < fin && !(await vrai()); ) await new Promise((resolve) => setTimeout(resolve, 100));
};

describe.each(MODES)("s’abonner, %s", (mode) => {
  let hub: TestHub;
  let abonne: Abonne;
  beforeAll(async () => {
    hub = await testHub(mode, database.url);
    abonne = await ouvrirAbonne();
  }, 60_000);
  afterAll(async () => {
    await hub.stop();
    await abonne.close();
  });

  it("une sortie déclarée part chez l’abonné, signée, et France Travail en relit la valeur avec ses droits", async () => {
    const { data } = await hub.query(
      "demo-france-travail",
      `mutation { abonner(url: "${abonne.url}/", types: ["SortieDeclaree"]) { ... on Abonnement { id secret } } }`,
    );
    abonne.secrets.push(data.abonner.secret);
    const personnes = await hub.query("demo-departement", "{ allocataires(first: 200) { nodes { id sorties { id } } } }");
    const { id } = personnes.data.allocataires.nodes.find((node: any) => node.sorties.length === 0);
    const date = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const sortie = await hub.query(
      "demo-departement",
      `mutation { declarerSortie(allocataire: "${id}", nature: EMPLOI_DURABLE, date: "${date}") { __typename ... on SortieParcours { id } ... on Refus { code message } } }`,
    );
    expect(sortie.data.declarerSortie).toMatchObject({ __typename: "SortieParcours" });
    await attendre(() => abonne.recus.length > 0);
    expect(abonne.recus).toEqual([
      {
        id: expect.any(String),
        secrets: abonne.secrets,
        corps: expect.objectContaining({
          type: "SortieDeclaree",
          allocataire: id,
          departement: "94",
          donnees: expect.objectContaining({ sortie: sortie.data.declarerSortie.id }),
        }),
      },
    ]);
    const lue = await hub.query("demo-france-travail", `{ allocataire(id: "${id}") { sorties { id nature } } }`);
    expect(lue.data.allocataire.sorties).toContainEqual({ id: sortie.data.declarerSortie.id, nature: "EMPLOI_DURABLE" });
    const fil = await hub.query("demo-france-travail", '{ evenements(types: ["SortieDeclaree"], first: 200) { nodes { id } } }');
    expect(fil.data.evenements.nodes).toContainEqual({ id: abonne.recus[0]!.id });
  });

  it("/metrics compte les livraisons, les échanges qui attendent et les abonnements", async () => {
    let texte = "";
    await attendre(async () => {
      texte = await (await fetch(hub.metrics)).text();
      return /unefois_abonnements\{etat="ACTIF"\} [1-9]/.test(texte) && /unefois_echanges\{/.test(texte);
    });
    expect(texte).toMatch(/unefois_livraisons_total\{issue="RECUE"\} 1/);
    expect(texte).toMatch(/unefois_abonnements\{etat="ACTIF"\} [1-9]/);
    expect(texte).toMatch(
      /unefois_echanges\{departement="94",sens="SORTANT",partenaire="FRANCE_TRAVAIL",objet="ORIENTATION_RESULTAT",statut="A_ENVOYER"\} \d+/,
    );
    expect(texte).toMatch(
      /unefois_echanges_plus_ancien_secondes\{departement="94",partenaire="FRANCE_TRAVAIL",objet="ORIENTATION_RESULTAT"\} \d+/,
    );
    expect(texte).toMatch(/unefois_metriques_base 1/);
  });
});
