import { VITRINE } from "../../bench/vitrine";
import { observeStatements, type StatementEvent } from "../../subgraphs/shared/database";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadTerritory, MODES, type TestHub, testHub } from "./hub-de-test";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadTerritory(database.url, 300);
}, 120_000);
afterAll(() => database.drop());

describe.each(MODES)("la vitrine, %s", (mode) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await testHub(mode, database.url);
  }, 60_000);
  afterAll(() => hub.stop());

  it("répond pour cinquante personnes avec les données des cinq sous-graphes", async () => {
    const { status, data, errors } = await hub.query("demo-departement", VITRINE);
    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    const { nodes, totalCount } = data.allocataires;
    expect(nodes).toHaveLength(50);
    expect(totalCount).toBeGreaterThan(50);
    const some = (pick: (node: any) => unknown) => nodes.filter((node: any) => pick(node)).length;
    expect(some((n) => n.dates.ouvertureDroits)).toBeGreaterThan(40);
    expect(some((n) => n.orientation?.parcours?.libelle && n.orientation.organisme?.nom)).toBeGreaterThan(10);
    expect(some((n) => n.rendezVous.length > 0)).toBeGreaterThan(5);
    expect(
      some((n) => n.offresProposees.length > 0 && n.offresProposees[0].offre.structure.nom && n.offresProposees[0].pourquoi.length > 0),
    ).toBeGreaterThan(10);
    expect(some((n) => n.contratEngagement?.statut)).toBeGreaterThan(3);
    expect(some((n) => n.heuresActivite)).toBe(50);
    expect(some((n) => n.consultations !== null)).toBe(50);
    expect(data.indicateur.numerateur).toBeGreaterThan(0);
  });

  it("ne dit chaque instruction SQL qu’une fois par sous-graphe", async () => {
    const statements: StatementEvent[] = [];
    const stop = observeStatements((event) => event.housekeeping || statements.push(event));
    await hub.query("demo-departement", VITRINE);
    stop();
    const times = new Map<string, number>();
    for (const { role, text } of statements) times.set(`${role} ${text}`, (times.get(`${role} ${text}`) ?? 0) + 1);
    expect([...times].filter(([, count]) => count > 1)).toEqual([]);
    const roles = new Set(statements.map((statement) => statement.role));
    expect([...roles].sort()).toEqual([
      "unefois_allocataires",
      "unefois_echanges",
      "unefois_indicateurs",
      "unefois_offre_insertion",
      "unefois_rendez_vous",
    ]);
    // Lists answered: people, count, entries, orientations, organismes, contracts, criteria, offers, structures, hours, appointments, participations, register, indicator.
    expect(statements.length).toBeLessThanOrEqual(18);
  });

  it("compte les consultations précédentes, sans celle en cours", async () => {
    const first = await hub.query("demo-departement", VITRINE);
    const second = await hub.query("demo-departement", VITRINE);
    const count = (answer: any) => answer.data.allocataires.nodes.map((node: any) => node.consultations.totalCount);
    expect(count(second)).toEqual(count(first).map((n: number) => n + 1));
  });

  it("un référent ne voit que son portefeuille, un autre département que le sien", async () => {
    const query = "{ allocataires(first: 200) { totalCount nodes { id commune { departement } } } }";
    const everyone = (await hub.query("demo-departement", query)).data.allocataires;
    const referent = (await hub.query("demo-referent", query)).data.allocataires;
    const elsewhere = (await hub.query("demo-departement-93", query)).data.allocataires;
    expect(referent.totalCount).toBeLessThan(everyone.totalCount);
    expect(referent.totalCount).toBeGreaterThan(0);
    expect(elsewhere.totalCount).toBeGreaterThan(0);
    expect(new Set(elsewhere.nodes.map((node: any) => node.commune.departement))).toEqual(new Set(["93"]));
    const theirs = elsewhere.nodes[0].id;
    const asked = await hub.query(
      "demo-departement",
      `{ allocataire(id: "${theirs}") { nom rendezVous { id } consultations { totalCount } } }`,
    );
    expect(asked.data.allocataire).toBeNull();
  });
});

it("les deux modes donnent la même réponse", async () => {
  const withoutRegister = VITRINE.replace("consultations(first: 1) { totalCount }", "");
  const answers: unknown[] = [];
  for (const mode of MODES) {
    const hub = await testHub(mode, database.url);
    answers.push((await hub.query("demo-departement", withoutRegister)).data);
    await hub.stop();
  }
  expect(answers[1]).toEqual(answers[0]);
}, 120_000);
