import type { EntitySchema } from "typeorm";
import type { SubgraphSchema } from "./federation";
import type { NirCipher } from "./nir-cipher";
import type { SubgraphName } from "./settings";

/** What a subgraph needs of the hub to be built. */
export interface SubgraphDependencies {
  nirCipher: NirCipher;
  /** WEBHOOKS_ADRESSES_PRIVEES: subscribers may be in a closed network. */
  webhooksAdressesPrivees?: boolean;
  /** Names and secrets of the demo are never known here. */
}

/** What each `subgraphs/<name>/sous-graphe.ts` exports. */
export interface SubgraphModule {
  name: SubgraphName;
  /** PostgreSQL schema; the role is `unefois_<schema>`. */
  schema: string;
  entities: EntitySchema<any>[];
  build(dependencies: SubgraphDependencies): Promise<SubgraphSchema>;
}
