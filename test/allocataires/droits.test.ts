import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { encodeCursor } from "../../subgraphs/shared/page";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterDossiers } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
const { departement, departement93, referent, dpo } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await ajouterDossiers(base.owner);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const ENTITES = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { id nom } ... on Organisme { id nom } } }`;
const references = (...ids: string[]) => ({ r: ids.map((id) => ({ __typename: "Allocataire", id })) });
const INCONNU = "00000000-0000-4000-8000-00000000ffff";

describe("un Département ne lit pas les personnes d’un autre", () => {
  it.each([
    ["par identifiant", PEOPLE.amina],
    ["ni quand la personne n’existe pas", INCONNU],
    ["ni quand l’identifiant est mal formé", "94' or '1'='1"],
  ])("%s", async (_titre, id) => {
    const reponse = await graphe.run(departement93, "query ($id: ID) { allocataire(id: $id) { nom } }", { id });
    expect(reponse).toMatchObject({ data: { allocataire: null } });
    expect(reponse.errors).toBeUndefined();
  });

  it("par référence : comme une personne qui n’existe pas", async () => {
    const reponse = await graphe.run(departement93, ENTITES, references(PEOPLE.amina, INCONNU, "x", PEOPLE.elodie));
    expect(reponse.errors).toBeUndefined();
    expect(reponse.data._entities).toEqual([null, null, null, { id: PEOPLE.elodie, nom: "Faure" }]);
  });

  it("par filtre, par curseur forgé ni par comptage", async () => {
    const reponse = await graphe.run(
      departement93,
      `query ($c: String) { a: allocataires(filtre: { departement: "94" }) { totalCount nodes { id } }
         b: allocataires(filtre: { communes: ["94028"] }) { totalCount } c: allocataires(after: $c) { nodes { id } } d: allocataires { totalCount nodes { nom } } }`,
      { c: encodeCursor(PEOPLE.amina) },
    );
    expect(reponse.errors?.map(({ extensions }) => extensions.code)).toEqual(["CURSEUR_INVALIDE"]);
    expect(reponse.data).toEqual({
      a: { totalCount: 0, nodes: [] },
      b: { totalCount: 0 },
      c: null,
      d: { totalCount: 1, nodes: [{ nom: "Faure" }] },
    });
  });

  it("par numéro, ni par l’organisme", async () => {
    const reponse = await graphe.run(
      departement93,
      '{ allocataire(identifiant: { type: MATRICULE_CAF, valeur: "1234567", dateNaissance: "1990-03-14" }) { nom } organismes { id } }',
    );
    expect(reponse.data).toEqual({ allocataire: null, organismes: [{ id: "93-CD93" }] });
    const organisme = await graphe.run(departement93, ENTITES, {
      r: [
        { __typename: "Organisme", id: "94-CD94" },
        { __typename: "Organisme", id: "93-CD93" },
      ],
    });
    expect(organisme.data._entities).toEqual([null, { id: "93-CD93", nom: "Département de la Seine-Saint-Denis" }]);
  });
});

describe("un référent ne lit que les personnes qu’il suit", () => {
  it("en liste, par identifiant, par référence, par curseur", async () => {
    const reponse = await graphe.run(
      referent,
      `query ($b: ID, $c: String) { allocataires { totalCount nodes { id } } bruno: allocataire(id: $b) { nom } suite: allocataires(after: $c) { nodes { id } } }`,
      { b: PEOPLE.bruno, c: encodeCursor(PEOPLE.bruno) },
    );
    expect(reponse.data).toEqual({ allocataires: { totalCount: 1, nodes: [{ id: PEOPLE.amina }] }, bruno: null, suite: null });
    const entites = await graphe.run(referent, ENTITES, references(PEOPLE.bruno, PEOPLE.amina));
    expect(entites.data._entities).toEqual([null, { id: PEOPLE.amina, nom: "Benali" }]);
  });

  it("dans un foyer : les membres qu’il ne suit pas n’y sont pas", async () => {
    const reponse = await graphe.run(
      referent,
      "query ($id: ID) { allocataire(id: $id) { dossier { membres { role allocataire { nom } } } } }",
      { id: PEOPLE.amina },
    );
    expect(reponse.data.allocataire.dossier.membres).toEqual([{ role: "DEM", allocataire: { nom: "Benali" } }]);
  });

  it("la charge d’un collègue est un nombre juste, sans nom", async () => {
    const reponse = await graphe.run(referent, "{ organismes(type: DELEGATAIRE) { referents { id fileActive } } }");
    expect(reponse.data.organismes[0].referents).toEqual([
      { id: "94-REMOB-1-REF-1", fileActive: 1 },
      { id: "94-REMOB-1-REF-2", fileActive: 1 },
    ]);
  });

  it("plus rien quand le suivi est fini", async () => {
    const apres = await graphe.run({ ...referent, agent: "REF-9" }, "{ allocataires { totalCount } }");
    expect(apres.data.allocataires.totalCount).toBe(0);
    const avant = await graphe.run(referent, "{ allocataires { totalCount } }", {}, new Date("2026-01-19T12:00:00Z"));
    expect(avant.data.allocataires.totalCount).toBe(0);
  });
});

describe("références et registre", () => {
  it("une référence demande le droit de lire", async () => {
    const reponse = await graphe.run({ ...departement, scopes: new Set(["rendez-vous.lire"]) }, ENTITES, references(PEOPLE.amina));
    expect(reponse.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect(JSON.stringify(reponse.data)).not.toContain("Benali");
    const sansJeton = await graphe.run(null, ENTITES, references(PEOPLE.amina));
    expect(sansJeton.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("un identifiant d’avant une fusion mène à la personne conservée", async () => {
    const ancien = "00000000-0000-4000-8000-0000000000aa";
    await base.owner.query(
      `insert into allocataires.allocataire (departement, id, canonique, nom, prenoms, date_naissance, nom_tri, source, collectee_le, recue_le)
       values ('94', $1, $2, 'BENALLI', '{Amina}', '1990-03-14', 'BENALLI AMINA', 'CAF', now(), now())`,
      [ancien, PEOPLE.amina],
    );
    expect((await graphe.run(departement, ENTITES, references(ancien))).data._entities).toEqual([{ id: PEOPLE.amina, nom: "Benali" }]);
    expect(
      (await graphe.run(departement, '{ allocataires(filtre: { recherche: "amina" }) { nodes { id } } }')).data.allocataires.nodes,
    ).toEqual([{ id: PEOPLE.amina }]);
    expect((await graphe.run(referent, ENTITES, references(ancien))).data._entities).toEqual([{ id: PEOPLE.amina, nom: "Benali" }]);
    await base.owner.query("delete from allocataires.allocataire where id = $1", [ancien]);
  });

  it("le registre porte les personnes lues, membres du foyer compris, et les champs", async () => {
    await base.owner.query("truncate journal.consultation");
    await graphe.run(dpo, "query ($id: ID) { allocataire(id: $id) { nom dossier { membres { allocataire { nom } } } } }", {
      id: PEOPLE.amina,
    });
    const { rows } = await base.owner.query("select client, allocataires, champs from journal.consultation");
    expect(rows).toHaveLength(1);
    expect([...rows[0].allocataires].sort()).toEqual([PEOPLE.amina, PEOPLE.bruno]);
    expect(rows[0]).toMatchObject({
      client: "demo-dpo",
      champs: ["Allocataire.dossier", "Allocataire.nom", "DossierRsa.membres", "MembreFoyer.allocataire"],
    });
    await graphe.run(departement93, "query ($id: ID) { allocataire(id: $id) { nom } }", { id: PEOPLE.amina });
    expect((await base.owner.query("select from journal.consultation")).rows).toHaveLength(1);
  });
});
