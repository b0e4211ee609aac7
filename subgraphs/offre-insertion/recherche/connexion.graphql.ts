import { Field, ObjectType } from "type-graphql";
import { PageInfo } from "../../shared/contrat/page-info";
import { OffreInsertion } from "../offre/offre.graphql";
import type { Filtre } from "./filtre/filtre-offres";
import type { MotLu } from "./mots/mots-cherches";
import type { Trouvee } from "./page.repository";
import type { Recherche } from "./recherche";

@ObjectType({ simpleResolvers: true, description: "Offre à sa place dans la liste, et pourquoi elle y est." })
export class OffreEdge {
  @Field(() => String, { description: "Curseur de l’offre, à donner en « after »." })
  cursor: string;
  @Field(() => OffreInsertion, { description: "L’offre." })
  node: Trouvee;
  filtre: Filtre;
  mots: MotLu[];
}

@ObjectType({ simpleResolvers: true, description: "Page du catalogue, dans l’ordre demandé." })
export class OffreConnection {
  @Field(() => [OffreEdge], { description: "Offres avec leur curseur." })
  edges: OffreEdge[];
  @Field(() => [OffreInsertion], { description: "Offres de la page." })
  nodes: Trouvee[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  /** Null: nothing can answer. */
  recherche: Recherche | null;
}
