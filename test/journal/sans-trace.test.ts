import { buildSchema, parse } from "graphql";
import type { WritingTransaction } from "../../subgraphs/shared/context";
import { personalDatumIn, personalPaths } from "../../subgraphs/shared/personal-answer";
import { tracedWriting } from "../../subgraphs/shared/traced-writing";

const schema = buildSchema(`
  directive @donnee(classe: String!) on FIELD_DEFINITION
  type Query { personne: Personne @donnee(classe: "ORDINAIRE") choses: [Chose!]! @donnee(classe: "PUBLIQUE") page: PersonneConnection }
  type PersonneConnection { totalCount: Int @donnee(classe: "SOCIALE") }
  type Personne { id: ID @donnee(classe: "ORDINAIRE") nom: String @donnee(classe: "IDENTITE") }
  type Organisme { nom: String @donnee(classe: "PUBLIQUE") }
  union Chose = Personne | Organisme`);
const vue = (document: string, data: unknown) => personalDatumIn(data, personalPaths(schema)(parse(document)));

describe("pas de trace, pas de donnée", () => {
  it.each([
    ["un nom", "{ personne { nom } }", { personne: { nom: "Benali" } }, "Personne.nom"],
    ["sous un autre nom", "{ p: personne { x: nom } }", { p: { x: "Benali" } }, "Personne.nom"],
    ["par un fragment", "{ ...F } fragment F on Query { personne { nom } }", { personne: { nom: "Benali" } }, "Personne.nom"],
    [
      "dans une liste, à une place quelconque",
      "{ choses { __typename ... on Personne { nom } } }",
      { choses: [{ __typename: "Organisme" }, { __typename: "Personne", nom: "B" }] },
      "Personne.nom",
    ],
    ["nul", "{ personne { nom } }", { personne: { nom: null } }, null],
    ["son identifiant seul", "{ personne { id } }", { personne: { id: "1" } }, null],
    [
      "le nom d’un organisme",
      "{ choses { __typename ... on Personne { nom } ... on Organisme { nom } } }",
      { choses: [{ __typename: "Organisme", nom: "CD94" }] },
      null,
    ],
    ["un compte", "{ page { totalCount } }", { page: { totalCount: 3 } }, null],
  ])("%s", (_quoi, document, data, attendu) => {
    expect(vue(document, data)).toBe(attendu);
  });

  it("qui est nommé par un événement et par aucune trace est tracé à la fin, une fois par personne", async () => {
    const traces: unknown[] = [];
    const base = {
      tx: null,
      publish: async () => undefined,
      trace: async (...t: unknown[]) => void traces.push(t),
    } as unknown as WritingTransaction;
    const { writing, finish } = tracedWriting(base);
    const evenement = (type: string, allocataire: string | null) => ({ type, departement: "94", allocataire, donnees: {} });
    await writing.trace(["a"], ["Sanction.nature"]);
    await writing.publish(
      evenement("SanctionProposee", "a"),
      evenement("PlaceAttribuee", "b"),
      evenement("PlaceAttribuee", "c"),
      evenement("CapaciteDefinie", null),
    );
    await writing.publish(evenement("PrescriptionAvancee", "b"));
    await finish();
    expect(traces).toEqual([
      [["a"], ["Sanction.nature"]],
      [["b"], ["Evenement.PlaceAttribuee", "Evenement.PrescriptionAvancee"]],
      [["c"], ["Evenement.PlaceAttribuee"]],
    ]);
  });
});
