import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const id = (n: number) => `00000000-0000-4000-9000-${String(n).padStart(12, "0")}`;
const PEOPLE = Array.from({ length: 50 }, (_, n) => id(n));
const BUSY = 100_000;

describe("registre d’une personne très consultée", () => {
  let base: TestDatabase;
  let subgraph: TestSubgraph;
  beforeAll(async () => {
    base = await testDatabase();
    await base.owner.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CD94', '94', 'CD94', 'Département', 'DEPARTEMENT')",
    );
    await base.owner.query(
      `insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, nom_tri, source, collectee_le, recue_le)
       select p, '94', 'Nom', '{Prénom}', '1990-01-01', 'NOM', 'CAF', '2026-01-01', '2026-01-01' from unnest($1::uuid[]) p`,
      [PEOPLE],
    );
    await base.owner.query(
      `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, organisme, finalite, allocataires, champs, position)
       select gen_random_uuid(), 'Suivi', 'r', 'allocataires', timestamptz '2026-01-01' + n * interval '1 second', '94', 'demo-ft', 'FT94', 'ACCOMPAGNEMENT',
         array[$1::uuid], '{Allocataire.nom}', n from generate_series(1, $2::int) n`,
      [PEOPLE[0], BUSY],
    );
    await base.owner.query(
      `insert into echanges.registre (departement, allocataire, operation, le, rangs) select '94', $1::uuid, operation, le, array[rang] from journal.consultation`,
      [PEOPLE[0]],
    );
    await base.owner.query(
      "insert into echanges.registre_compteur select departement, allocataire, count(*) from echanges.registre group by 1, 2",
    );
    await base.owner.query("analyze journal.consultation, echanges.registre, echanges.registre_compteur, allocataires.allocataire");
    subgraph = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await subgraph.close();
    await base.drop();
  });

  const entities = (fields: string) =>
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { consultations(first: 1) { ${fields} } } } }`;
  const representations = PEOPLE.map((person) => ({ __typename: "Allocataire", id: person }));

  it("compte pour 50 personnes en une requête, sans lire les lignes", async () => {
    const answer = await subgraph.run(CALLERS.departement, entities("totalCount"), { r: representations });
    expect(answer.errors).toBeUndefined();
    expect(answer.data._entities.map((e: any) => e.consultations.totalCount)).toEqual([BUSY, ...Array(49).fill(0)]);
    expect(answer.statements).toHaveLength(1);
    expect(await linesRead(answer.statements[0]!.text, [PEOPLE, id(999)])).toBeLessThan(200);
  });

  it("donne une page de 50 personnes en une requête de plus, sans lire plus que la page", async () => {
    const answer = await subgraph.run(CALLERS.departement, entities("totalCount nodes { le champs }"), { r: representations });
    expect(answer.statements).toHaveLength(2);
    const [first] = answer.data._entities;
    expect(first.consultations.totalCount).toBe(BUSY + 1);
    expect(first.consultations.nodes).toHaveLength(1);
    const values = [
      PEOPLE,
      PEOPLE.map(() => "94"),
      id(999),
      "infinity",
      "ffffffff-ffff-ffff-ffff-ffffffffffff",
      2,
      "-infinity",
      "infinity",
      null,
      null,
    ];
    expect(await linesRead(answer.statements[1]!.text, values)).toBeLessThan(500);
  });

  const JOURNAL = ["registre", "registre_compteur", "consultation"];

  /** Rows of the register and of the journal that a statement touched, as PostgreSQL counted them, under the caller's rights. */
  async function linesRead(text: string, values: unknown[]): Promise<number> {
    await base.owner.query("begin");
    await base.owner.query(
      "select set_config('role', 'unefois_echanges', true), set_config('unefois.departements', '94', true), set_config('unefois.portee', 'departement', true), set_config('unefois.aujourdhui', '2026-02-01', true)",
    );
    const { rows } = await base.owner.query(`explain (analyze, format json) ${text}`, values);
    await base.owner.query("rollback");
    const walk = (node: any): number => {
      const below = (node.Plans ?? []).reduce((sum: number, child: any) => sum + walk(child), 0);
      const read = (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
      const own = JOURNAL.includes(node["Relation Name"]) ? read * node["Actual Loops"] : 0;
      return below + own;
    };
    return walk(rows[0]["QUERY PLAN"][0].Plan);
  }
});
