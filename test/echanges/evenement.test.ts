import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { TYPES_EVENEMENT } from "../../subgraphs/echanges/evenement/types-evenement";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const { amina, bruno, elodie } = PEOPLE;
const FEED = `query ($types: [String!], $first: Int, $after: String) { evenements(types: $types, first: $first, after: $after) {
  edges { cursor } nodes { id position type survenuLe allocataire { id } donnees } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;

describe("fil des événements", () => {
  let base: TestDatabase;
  let subgraph: TestSubgraph;
  const REFERENT: Caller = { ...CALLERS.referent, scopes: new Set([...CALLERS.referent.scopes, "echanges.lire"]) };
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    subgraph = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await subgraph.close();
    await base.drop();
  });
  beforeEach(() => base.owner.query("truncate journal.evenement, journal.consultation"));

  const happen = (n: number, allocataire: string | null = amina, departement: string | null = "94", type = "ContratSigne") =>
    base.owner.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ($1, $2, $3, jsonb_build_object('n', $4::int), '2026-02-01')",
      [type, departement, allocataire, n],
    );
  const feed = async (caller: Caller, variables: Record<string, unknown> = {}) => {
    const answer = await subgraph.run(caller, FEED, variables);
    expect(answer.errors).toBeUndefined();
    return answer.data.evenements;
  };
  const numbers = (page: any) => page.nodes.map((node: any) => node.donnees.n);

  it("ne montre que les événements numérotés, dans l’ordre des positions", async () => {
    await happen(1);
    await happen(2);
    expect(numbers(await feed(CALLERS.departement))).toEqual([]);
    await numberEvents(base.owner);
    await happen(3);
    const page = await feed(CALLERS.departement);
    expect(numbers(page)).toEqual([1, 2]);
    expect(page.nodes[0]).toMatchObject({
      position: "1",
      type: "ContratSigne",
      survenuLe: "2026-02-01T00:00:00.000Z",
      allocataire: { id: amina },
    });
  });

  it("un lecteur qui reprend à son curseur lit chaque événement une fois, même après un silence", async () => {
    const seen: number[] = [];
    let after: string | null = null;
    for (let n = 1; n <= 9; n++) {
      if (n % 4 !== 0) await happen(n);
      await numberEvents(base.owner);
      const page = await feed(CALLERS.departement, { first: 2, after });
      seen.push(...numbers(page));
      // With nothing new, the cursor stays where it was: the reader never starts again from zero.
      if (seen.length > 0) expect(page.pageInfo.endCursor).not.toBeNull();
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual([1, 2, 3, 5, 6, 7, 9]);
  });

  it("le curseur dure : ni un long import qui s’enregistre ensuite, ni un redémarrage ne font perdre ou relire un événement", async () => {
    const longImport = new pg.Client({ connectionString: base.url });
    await longImport.connect();
    await longImport.query("begin");
    await longImport.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ('ContratSigne', '94', $1, '{\"n\": 1}', '2026-02-01')",
      [amina],
    );
    await happen(2);
    await numberEvents(base.owner);
    const premier = await feed(CALLERS.departement);
    expect(numbers(premier)).toEqual([2]);
    await longImport.query("commit");
    await longImport.end();
    await happen(3);
    await numberEvents(base.owner);
    await subgraph.close();
    subgraph = await testSubgraph(sousGraphe, base.url);
    expect(numbers(await feed(CALLERS.departement, { after: premier.pageInfo.endCursor }))).toEqual([1, 3]);
  });

  it("filtre par type en gardant l’ordre et le curseur", async () => {
    for (let n = 1; n <= 12; n++) await happen(n, amina, "94", ["ContratSigne", "OrientationDecidee", "OffreModifiee"][n % 3]);
    await numberEvents(base.owner);
    const types = ["ContratSigne", "OrientationDecidee", "ContratSigne"];
    const first = await feed(CALLERS.departement, { types, first: 5 });
    expect(numbers(first)).toEqual([1, 3, 4, 6, 7]);
    const next = await feed(CALLERS.departement, { types, first: 5, after: first.pageInfo.endCursor });
    expect(numbers(next)).toEqual([9, 10, 12]);
    expect(next.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it("suit les droits : département, portefeuille, et tout le territoire", async () => {
    await happen(1, amina);
    await happen(2, bruno);
    await happen(3, elodie, "93");
    await happen(4, null, "94", "OffreModifiee");
    await happen(5, null, null, "RejetEnregistre");
    await numberEvents(base.owner);
    expect(numbers(await feed(CALLERS.departement))).toEqual([1, 2, 4]);
    expect(numbers(await feed(CALLERS.departement93))).toEqual([3]);
    expect(numbers(await feed(REFERENT))).toEqual([1, 4]);
    expect(numbers(await feed({ ...CALLERS.franceTravail, departement: "*" }))).toEqual([1, 2, 3, 4, 5]);
    expect(numbers(await feed({ ...REFERENT, organisme: "INCONNU" }))).toEqual([4]);
    const stolen = (await feed(CALLERS.departement93)).pageInfo.endCursor;
    expect(numbers(await feed(REFERENT, { after: stolen }))).toEqual([4]);
  });

  it("donne la personne qui reste après une fusion, et inscrit les personnes au registre", async () => {
    await happen(1, bruno);
    await numberEvents(base.owner);
    await base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [amina, bruno]);
    const { nodes } = await feed(CALLERS.departement);
    await base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [bruno]);
    expect(nodes[0].allocataire.id).toBe(amina);
    expect((await base.owner.query("select allocataires from journal.consultation")).rows).toEqual([{ allocataires: [amina] }]);
  });

  it("une page coûte une requête", async () => {
    for (let n = 1; n <= 30; n++) await happen(n, n % 2 ? amina : bruno);
    await numberEvents(base.owner);
    expect((await subgraph.run(CALLERS.departement, FEED)).statements).toHaveLength(1);
    expect((await subgraph.run(CALLERS.departement, FEED, { types: ["ContratSigne"] })).statements).toHaveLength(1);
  });

  it.each([
    ["une page vide", { first: 0 }, "PAGE_INVALIDE"],
    ["une page trop grande", { first: 201 }, "PAGE_INVALIDE"],
    ["un curseur forgé", { after: Buffer.from("1:0 or 1=1").toString("base64url") }, "CURSEUR_INVALIDE"],
    ["un type qui n’existe pas", { types: ["ContratSigné"] }, "ARGUMENT_INVALIDE"],
  ])("refuse %s", async (_name, variables, code) => {
    const answer = await subgraph.run(CALLERS.departement, FEED, variables);
    expect(answer.data.evenements).toBeNull();
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
  });

  it("connaît les types qui ont un schéma, et eux seuls", () => {
    const files = fs.readdirSync(path.join(__dirname, "../../schema/evenements"));
    expect(files.map((file) => file.replace(/\.json$/, "")).sort()).toEqual([...TYPES_EVENEMENT].sort());
  });
});
