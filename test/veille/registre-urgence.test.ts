import { randomUUID } from "node:crypto";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const MOTIF = "La personne est aux urgences, son référent est absent.";
const LE = new Date("2026-03-02T11:00:00Z");
const plus = (minutes: number) => new Date(LE.getTime() + minutes * 60_000);
const { amina, bruno } = PEOPLE;

describe("le registre d’une personne lue sous un accès d’urgence", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    graphe = await testSubgraph(sousGraphe, base.url);
    await base.owner.query(
      "insert into journal.acces_urgence (departement, allocataire, client, agent, organisme, motif, ouvert_le, expire_le) values ('94', $1, 'logiciel', 'REF-9', 'REMOB-1', $2, $3, $4)",
      [amina, MOTIF, LE, plus(60)],
    );
    const lecture = (agent: string, le: Date, qui: string = amina) =>
      base.owner.query(
        `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, agent, organisme, finalite, allocataires, champs)
         values ($1, $2, 'r', 'allocataires', $3, '94', 'logiciel', $4, 'REMOB-1', 'ACCOMPAGNEMENT', $5, '{Allocataire.nom}')`,
        [randomUUID(), `le ${le.toISOString()} par ${agent}`, le, agent, [qui]],
      );
    await lecture("REF-9", plus(-5));
    await lecture("REF-9", plus(10));
    await lecture("REF-1", plus(11));
    await lecture("REF-9", plus(60));
    await lecture("REF-9", plus(12), bruno);
  });
  afterAll(async () => {
    await graphe.close();
    await base.drop();
  });

  const registre = async (id: string) => {
    const reponse = await graphe.run(
      CALLERS.departement,
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { consultations { nodes { operation motifUrgence } } } } }",
      { r: [{ __typename: "Allocataire", id }] },
      plus(120),
    );
    expect(reponse.errors).toBeUndefined();
    const nodes: { operation: string; motifUrgence: string | null }[] = reponse.data._entities[0].consultations.nodes;
    return { motifs: Object.fromEntries(nodes.map((une) => [une.operation, une.motifUrgence])), reponse };
  };

  it("dit le motif aux lectures de qui l’a ouvert, pendant qu’il l’était, et à elles seules", async () => {
    const { motifs, reponse } = await registre(amina);
    expect(motifs).toEqual({
      [`le ${plus(-5).toISOString()} par REF-9`]: null,
      [`le ${plus(10).toISOString()} par REF-9`]: MOTIF,
      [`le ${plus(11).toISOString()} par REF-1`]: null,
      [`le ${plus(60).toISOString()} par REF-9`]: null,
    });
    expect(reponse.statements.filter(({ text }) => text.includes("journal.acces_urgence"))).toHaveLength(1);
  });

  it("ne dit rien au registre d’une autre personne", async () => {
    expect(Object.values((await registre(bruno)).motifs)).toEqual([null]);
  });
});
