import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { RequestContext } from "../../subgraphs/shared/context";
import { Database } from "../../subgraphs/shared/database";
import { newOperation } from "../../subgraphs/shared/operation";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const REGISTRE = `{ _entities(representations: [{ __typename: "Allocataire", id: "${PEOPLE.amina}" }]) { ... on Allocataire { id consultations { totalCount } } } }`;

describe("fait, événement et trace", () => {
  let base: TestDatabase;
  let database: Database;
  let subgraph: TestSubgraph;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    database = await Database.open(base.url, { role: "unefois_echanges", poolSize: 2 });
    subgraph = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await subgraph.close();
    await database.close();
    await base.drop();
  });

  const context = () =>
    new RequestContext({ caller: CALLERS.departement, operation: newOperation("essai"), database, subgraph: "echanges" });
  const counts = async () => {
    const sql = `select (select count(*) from echanges.abonnement)::int as faits, (select count(*) from journal.evenement)::int as evenements,
      (select count(*) from journal.consultation)::int as traces`;
    return (await base.owner.query(sql)).rows[0];
  };
  const FACT =
    "insert into echanges.abonnement (departement, client, url, types, cree_le) values ('94', $1, 'https://exemple.fr', '{Essai}', '2026-02-01')";
  const decide = (client: string, then: () => void = () => undefined) =>
    context().inTransaction(async ({ tx, publish, trace }) => {
      await tx.execute(FACT, [client]);
      await publish({ type: "ContratSigne", departement: "94", allocataire: PEOPLE.amina, donnees: { contrat: "c" } });
      await trace([PEOPLE.amina], ["ContratEngagement.dateSignature"]);
      then();
    });

  it("sont validés ensemble, avec l’heure de l’horloge injectée et sans position", async () => {
    const before = await counts();
    await decide("un");
    const after = await counts();
    expect(after).toEqual({ faits: before.faits + 1, evenements: before.evenements + 1, traces: before.traces + 1 });
    expect((await base.owner.query("select position from journal.evenement")).rows).toEqual([{ position: null }]);
  });

  it("une panne après l’événement et la trace ne laisse rien", async () => {
    const before = await counts();
    const failing = decide("deux", () => {
      throw new Error("panne");
    });
    await expect(failing).rejects.toThrow("panne");
    expect(await counts()).toEqual(before);
  });

  it.each([
    ["le journal des événements", "journal.evenement"],
    ["le registre", "journal.consultation"],
  ])("sans %s, le fait n’est pas enregistré", async (_name, table) => {
    const before = await counts();
    await base.owner.query(`revoke insert on ${table} from unefois_echanges`);
    await expect(decide("trois")).rejects.toMatchObject({ code: "42501" });
    await base.owner.query(`grant insert on ${table} to unefois_echanges`);
    expect(await counts()).toEqual(before);
  });

  it("une lecture qui ne peut pas être inscrite ne rend aucune donnée", async () => {
    expect((await subgraph.run(CALLERS.departement, REGISTRE)).data._entities[0].consultations).not.toBeNull();
    await base.owner.query("revoke insert on journal.consultation from unefois_echanges");
    const answer = await subgraph.run(CALLERS.departement, REGISTRE);
    await base.owner.query("grant insert on journal.consultation to unefois_echanges");
    expect(answer.data).toBeNull();
    expect(answer.errors?.[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect((await subgraph.run(CALLERS.departement, REGISTRE)).errors).toBeUndefined();
  });

  it("une lecture sans finalité ne rend aucune donnée", async () => {
    const answer = await subgraph.run({ ...CALLERS.departement, finalite: null }, REGISTRE);
    expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect(JSON.stringify(answer.data)).not.toContain("nodes");
  });

  it("une lecture qui échoue rend sa connexion", async () => {
    for (let i = 0; i < 12; i++) {
      const ctx = context();
      const tx = await ctx.read();
      await expect(tx.rows("select 1 / 0")).rejects.toMatchObject({ code: "22012" });
      await ctx.abandon();
    }
    await expect(decide("quatre")).resolves.toBeUndefined();
  });
});
