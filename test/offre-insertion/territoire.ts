import { sousGraphe } from "../../subgraphs/offre-insertion/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { type TestAnswer, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { MAINTENANT } from "./fiches";

export interface Territoire {
  base: TestDatabase;
  graphe: TestSubgraph;
  /** Runs an operation on 10 February 2026. */
  executer(appelant: Caller | null, document: string, variables?: Record<string, unknown>, maintenant?: Date): Promise<TestAnswer>;
  /** Fields of people, by reference, as the gateway asks them. */
  personnes(appelant: Caller | null, representations: object[], champs: string): Promise<TestAnswer & { entites: any[] }>;
  fermer(): Promise<void>;
}

/** The fixtures of allocataires, the local parcours, and the subgraph that runs. */
export async function territoire(): Promise<Territoire> {
  const base = await testDatabase();
  await loadFixtures(base.owner);
  await base.owner.query(
    "insert into offre_insertion.parcours_local (departement, code, libelle, categorie) select departement, code, libelle, categorie from allocataires.parcours_local",
  );
  const graphe = await testSubgraph(sousGraphe, base.url);
  const executer: Territoire["executer"] = (appelant, document, variables, maintenant = MAINTENANT) =>
    graphe.run(appelant, document, variables, maintenant);
  return {
    base,
    graphe,
    executer,
    personnes: async (appelant, representations, champs) => {
      const document = `query Personnes($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { ${champs} } } }`;
      const r = representations.map((representation) => ({ __typename: "Allocataire", ...representation }));
      const reponse = await executer(appelant, document, { r });
      return { ...reponse, entites: reponse.data?._entities };
    },
    fermer: async () => {
      await graphe.close();
      await base.drop();
    },
  };
}
