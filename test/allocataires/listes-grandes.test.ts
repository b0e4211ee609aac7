import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { orienter, SOURCE } from "./personnes";

const NOMBRE = 20_000;
const JOUR = "2026-02-01";
const NOMS = ["BENALI", "MARTIN", "DUPONT", "KOUASSI", "NGUYEN", "GARCIA", "TRAORE", "PETIT", "LEROY", "MOREAU"];

let base: TestDatabase;
let graphe: TestSubgraph;

/** Pages of memory that PostgreSQL looks at, and rows that it reads, for the reading statement of an answer. */
async function lecture(variables: Record<string, unknown>): Promise<{ blocs: number; index: string[]; ids: string[]; curseur: string }> {
  const reponse = await graphe.run(
    CALLERS.departement,
    "query ($f: FiltreAllocataires, $a: String) { allocataires(filtre: $f, first: 50, after: $a) { nodes { id } pageInfo { endCursor } } }",
    variables,
    new Date(`${JOUR}T10:00:00Z`),
  );
  expect(reponse.errors).toBeUndefined();
  expect(reponse.statements).toHaveLength(1);
  const { nodes, pageInfo } = reponse.data.allocataires;
  return { ...(await expliquer(reponse.statements[0]!.text, variables)), ids: nodes.map((n: any) => n.id), curseur: pageInfo.endCursor };
}

/** The plan of a statement of the list under the caller's rights; its values are put back from the variables of the test. */
async function expliquer(texte: string, variables: any): Promise<{ blocs: number; index: string[] }> {
  const apres = variables.a && Buffer.from(variables.a, "base64url").toString().slice(2, 38);
  const valeurs = ["94", ...(variables.f?.recherche ? [`'${variables.f.recherche}':*`] : []), 51, ...(apres ? [apres] : [])];
  await base.owner.query("begin");
  try {
    await base.owner.query(
      `select set_config('role', 'unefois_allocataires', true), set_config('unefois.departements', '94', true), set_config('unefois.portee', 'departement', true),
         set_config('unefois.aujourdhui', '${JOUR}', true)`,
    );
    const { rows } = await base.owner.query(`explain (analyze, buffers, format json) ${texte}`, valeurs);
    const plan = rows[0]["QUERY PLAN"][0].Plan;
    return {
      blocs: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
      index: [...JSON.stringify(plan).matchAll(/"Index Name":"(\w+)"/g)].map((m) => m[1]!),
    };
  } finally {
    await base.owner.query("rollback");
  }
}

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  const { rows } = await base.owner.query<{ id: string }>(
    `insert into allocataires.allocataire (departement, nom, prenoms, date_naissance, code_insee, nom_tri, source, source_organisme, collectee_le, recue_le, certifiee, reference)
     select '94', 'Nom', array['Camille'], '1990-01-01', '94028', ($1::text[])[1 + n % 10] || ' ' || lpad((n * 7919 % ${NOMBRE})::text, 5, '0') || ' CAMILLE', $2, $3, $4, $5, $6, $7
     from generate_series(1, ${NOMBRE}) n returning id`,
    [NOMS, ...SOURCE],
  );
  await orienter(
    base.owner,
    rows.slice(0, NOMBRE / 5).map(({ id }) => id),
  );
  await base.owner.query("vacuum analyze allocataires.allocataire");
  await base.owner.query("analyze allocataires.intervention; analyze allocataires.orientation");
  graphe = await testSubgraph(sousGraphe, base.url);
}, 180_000);
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

describe(`une liste de ${NOMBRE} personnes`, () => {
  it("se lit au même prix au début, au milieu et à la fin, par l’index du nom", async () => {
    const { rows } = await base.owner.query("select id from allocataires.allocataire where departement = '94' order by nom_tri, id");
    const sceau = Buffer.from((await lecture({})).curseur, "base64url")
      .toString()
      .slice(38);
    const apres = (rang: number) => Buffer.from(`1:${rows[rang].id}${sceau}`).toString("base64url");
    const [debut, milieu, fin] = [
      await lecture({}),
      await lecture({ a: apres(NOMBRE / 2) }),
      await lecture({ a: apres(rows.length - 51) }),
    ];
    expect(milieu.ids).toEqual(rows.slice(NOMBRE / 2 + 1, NOMBRE / 2 + 51).map((r) => r.id));
    expect(fin.ids).toEqual(rows.slice(-50).map((r) => r.id));
    for (const page of [debut, milieu, fin]) expect(page.index).toContain("allocataire_tri");
    expect(milieu.blocs).toBeLessThanOrEqual(debut.blocs * 2);
    expect(fin.blocs).toBeLessThanOrEqual(debut.blocs * 2);
  });

  it("se cherche par l’index des mots, sous les droits de l’appelant", async () => {
    const { ids, index } = await lecture({ f: { recherche: "0123" } });
    expect(ids).toHaveLength(10);
    expect(index).toContain("allocataire_mots");
  });
});
