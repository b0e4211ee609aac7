import type { EntitySchema } from "typeorm";
import type { SubgraphSchema } from "./federation";
import type { NirCipher } from "./nir-cipher";
import type { SubgraphName } from "./settings";

/** What a subgraph needs of the hub to be built. */
export interface SubgraphDependencies {
  nirCipher: NirCipher;
  /** WEBHOOKS_ADRESSES_PRIVEES: subscribers may be in a closed network. */
  webhooksAdressesPrivees?: boolean;
  /** CONVOCATION_DELAI_POSTAL_JOURS and CONVOCATION_PREAVIS_JOURS; the defaults of the rule without. */
  convocation?: { delaiPostalJours: number; preavisJours: number };
  /** UNEFOIS_ADRESSE: where the hub is reached from outside, without a final slash. */
  adressePublique?: string;
  /** PRESCRIPTION_LIEN_JOURS. */
  joursDuLien?: number;
  /** INDICATEURS_CONSOLIDATION_JOURS; the default of the rule without. */
  consolidationJours?: number;
  /** INDICATEURS_SEUIL; the default of the rule without. */
  seuilIndicateurs?: number;
  /** Names and secrets of the demo are never known here. */
}

/** What each `subgraphs/<name>/sous-graphe.ts` exports. */
export interface SubgraphModule {
  name: SubgraphName;
  /** PostgreSQL schema; the role is `unefois_<schema>`. */
  schema: string;
  entities: EntitySchema<any>[];
  /** True: its reads count over whole tables (`DatabaseOptions.counts`). */
  counts?: boolean;
  build(dependencies: SubgraphDependencies): Promise<SubgraphSchema>;
}

/** One resolver of each class, given what the subgraph depends on. */
export function resolverContainer(dependances: SubgraphDependencies) {
  const instances = new Map<unknown, unknown>();
  return {
    get(classe: any) {
      if (!instances.has(classe)) instances.set(classe, new classe(dependances));
      return instances.get(classe) as any;
    },
  };
}
