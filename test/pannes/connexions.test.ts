import { parse } from "graphql";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { Database } from "../../subgraphs/shared/database";
import { createLog } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { newOperation } from "../../subgraphs/shared/operation";
import { createSubgraph } from "../../subgraphs/shared/subgraph";
import type { Veille } from "../../subgraphs/shared/veille/veille";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY } from "../setup/subgraph";

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
});
afterAll(() => base.drop());

describe("les connexions d’un sous-graphe", () => {
  // Found by the bench: what is known of the caller's organisme is read again every minute; each operation held a connection and waited for one more.
  it("une opération n’en attend jamais une seconde, même quand l’organisme de l’appelant est à relire pendant qu’elle tient la sienne", async () => {
    const database = await Database.open(base.url, { role: "unefois_allocataires", entities: sousGraphe.entities, poolSize: 2 });
    const schema = await sousGraphe.build({ nirCipher: new NirCipher(NIR_KEY) });
    let comptes = 0;
    const veille: Veille = { compter: async () => comptes++ * 0, atteint: async () => false, close: async () => undefined };
    const graphe = createSubgraph("allocataires", schema, database, createLog("silent", "test"), { veille });
    const { known } = (database as unknown as { organismes: { known: Map<string, unknown> } }).organismes;
    database.observe(() => known.clear());
    const document = parse(`{ allocataire(id: "${PEOPLE.amina}") { nom } }`);
    const reponses = await Promise.all(
      Array.from({ length: 8 }, () => graphe.execute({ document, caller: CALLERS.departement, operation: newOperation("test") })),
    );
    expect(reponses.map(({ data }) => data?.allocataire)).toEqual(Array(8).fill({ nom: "Benali" }));
    expect(comptes).toBe(8);
    await database.close();
  }, 20_000);
});
