import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const MAINTENANT = new Date("2026-03-20T10:00:00Z");
const TRANCHER = `mutation ($r: ID!, $a: ID) { trancherRapprochement(rapprochement: $r, allocataire: $a) {
  __typename ... on Rapprochement { id statut decidePar decideLe allocataire { id } scores { allocataire score raisons } } ... on Refus { code champ } } }`;
const { amina, bruno, chantal, driss } = PEOPLE;

describe("trancher un rapprochement", () => {
  let db: TestDatabase;
  let graphe: TestSubgraph;
  beforeAll(async () => {
    db = await testDatabase();
    await loadFixtures(db.owner);
    graphe = await testSubgraph(sousGraphe, db.url);
  });
  afterAll(async () => {
    await graphe.close();
    await db.drop();
  });

  /** An identity received, for which `enAttente` was created, that may be one of `candidats`. */
  async function ouvrir(enAttente: string | null, candidats: string[], departement = "94"): Promise<string> {
    const scores = JSON.stringify(candidats.map((allocataire) => ({ allocataire, score: 80, raisons: ["Même nom de naissance."] })));
    const { rows } = await db.owner.query(
      `insert into allocataires.rapprochement (departement, resultat, statut, source, cree_le, recu, candidats, scores, allocataire)
       values ($1, 'PLUSIEURS', 'A_TRAITER', 'CAF', '2026-03-01', '{}', $2, $3, $4) returning id`,
      [departement, candidats, scores, enAttente],
    );
    return rows[0].id;
  }
  const trancher = async (r: string, a: string | null, appelant = CALLERS.rapprochement) => {
    const { data, errors } = await graphe.run(appelant as typeof CALLERS.rapprochement, TRANCHER, { r, a }, MAINTENANT);
    expect(errors).toBeUndefined();
    return data.trancherRapprochement;
  };

  it("aucune candidate : elles restent deux personnes, et la paire n’est plus proposée", async () => {
    const r = await ouvrir(driss, [amina, bruno]);
    expect(await trancher(r, null)).toMatchObject({
      __typename: "Rapprochement",
      statut: "REJETE",
      decidePar: "demo-rapprochement",
      decideLe: "2026-03-20T10:00:00.000Z",
      allocataire: { id: driss },
      scores: [{ allocataire: amina, score: 80, raisons: ["Même nom de naissance."] }, { allocataire: bruno }],
    });
    const { rows } = await db.owner.query("select allocataire, autre from allocataires.identite_distincte order by 1");
    expect(rows).toEqual([
      { allocataire: amina, autre: driss },
      { allocataire: bruno, autre: driss },
    ]);
    expect(await trancher(r, amina)).toMatchObject({ code: "RAPPROCHEMENT_DEJA_TRANCHE" });
  });

  it.each([
    ["un identifiant inconnu", "00000000-0000-4000-8000-00000000ffff"],
    ["un texte", "abc"],
  ])("RAPPROCHEMENT_INTROUVABLE : %s", async (_, r) =>
    expect(await trancher(r, null)).toMatchObject({ code: "RAPPROCHEMENT_INTROUVABLE" }),
  );

  it("RAPPROCHEMENT_INTROUVABLE : celui d’un autre département", async () =>
    expect(await trancher(await ouvrir(null, [PEOPLE.elodie], "93"), null)).toMatchObject({ code: "RAPPROCHEMENT_INTROUVABLE" }));

  it.each([
    ["une personne qui n’est pas candidate", chantal],
    ["quelqu’un qui n’existe pas", "00000000-0000-4000-8000-00000000ffff"],
    ["un texte", "abc"],
  ])("CANDIDAT_INCONNU : %s", async (_, a) =>
    expect(await trancher(await ouvrir(driss, [amina]), a)).toMatchObject({ code: "CANDIDAT_INCONNU", champ: "allocataire" }),
  );

  it("NON_HABILITE : qui ne répond pas de tout le département", async () => {
    const referent = { ...CALLERS.referent, finalite: "GESTION_DU_DROIT" as const, scopes: CALLERS.rapprochement.scopes };
    expect(await trancher(await ouvrir(driss, [amina]), amina, referent)).toMatchObject({ code: "NON_HABILITE" });
  });

  it("une candidate : la fiche créée en attendant la rejoint, et les questions devenues vaines sont closes", async () => {
    const r = await ouvrir(driss, [amina, chantal]);
    const vaine = await ouvrir(driss, [amina]);
    expect(await trancher(r, amina)).toMatchObject({ statut: "RESOLU", allocataire: { id: amina } });
    const { rows } = await db.owner.query("select statut, decide_par from allocataires.rapprochement where id = $1", [vaine]);
    expect(rows).toEqual([{ statut: "RESOLU", decide_par: "demo-rapprochement" }]);
    const lue = await graphe.run(CALLERS.departement, "query ($id: ID) { allocataire(id: $id) { id entrees { rang } } }", { id: driss });
    expect(lue.data.allocataire).toEqual({ id: amina, entrees: [{ rang: 1 }, { rang: 2 }] });
  });

  it("deux décisions en même temps : l’une réunit, l’autre apprend que c’est tranché", async () => {
    const r = await ouvrir(bruno, [chantal]);
    const reponses = await Promise.all([trancher(r, chantal), trancher(r, chantal)]);
    expect(reponses.map((x) => x.code ?? x.statut).sort()).toEqual(["RAPPROCHEMENT_DEJA_TRANCHE", "RESOLU"]);
    const { rows } = await db.owner.query("select count(*)::int as n from allocataires.fusion where fusionnee = $1", [bruno]);
    expect(rows).toEqual([{ n: 1 }]);
  });
});
