import { buildSchema, type DocumentNode, type GraphQLSchema, parse } from "graphql";
import { composeSupergraph, publicSchemaOf } from "../../gateway/compose";
import type { SubgraphModule } from "../../subgraphs/shared/module";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { SUBGRAPH_NAMES, type SubgraphName } from "../../subgraphs/shared/settings";
import { NIR_KEY } from "../setup/subgraph";

export interface PrintedSubgraph {
  name: SubgraphName;
  sdl: string;
  document: DocumentNode;
}

/** The five subgraphs, built as the hub builds them. */
export async function fiveSubgraphs(): Promise<PrintedSubgraph[]> {
  const printed: PrintedSubgraph[] = [];
  for (const name of SUBGRAPH_NAMES) {
    const { sousGraphe } = (await import(`../../subgraphs/${name}/sous-graphe`)) as { sousGraphe: SubgraphModule };
    const { sdl } = await sousGraphe.build({ nirCipher: new NirCipher(NIR_KEY) });
    printed.push({ name, sdl, document: parse(sdl) });
  }
  return printed;
}

/** The API that the gateway serves, without what is inaccessible. Errors: CompositionError. */
export const apiSchema = (subgraphs: readonly PrintedSubgraph[]): GraphQLSchema =>
  buildSchema(publicSchemaOf(composeSupergraph(subgraphs)), { assumeValidSDL: true });
