import { buildFederatedSchema } from "../shared/federation";
import type { SubgraphModule } from "../shared/module";
import { SaisirResultatResolver } from "./contrat/saisir-resultat.graphql";
import { SuiviResolver } from "./contrat/suivi.graphql";
import { DefinitionResolver } from "./mesure/definition.graphql";
import { IndicateurResolver } from "./mesure/indicateur.graphql";

export const sousGraphe: SubgraphModule = {
  name: "indicateurs",
  schema: "indicateurs",
  entities: [],
  build: () => buildFederatedSchema({ resolvers: [DefinitionResolver, IndicateurResolver, SuiviResolver, SaisirResultatResolver] }),
};
