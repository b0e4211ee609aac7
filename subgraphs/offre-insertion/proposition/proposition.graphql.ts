import { Directive, Field, Float, ObjectType } from "type-graphql";
import type { Offre } from "../offre/offre";
import { OffreInsertion } from "../offre/offre.graphql";

@ObjectType({ simpleResolvers: true, description: "Offre proposée à une personne, et pourquoi. Une aide : le professionnel choisit." })
export class OffreProposee {
  @Field(() => OffreInsertion, { description: "L’offre." })
  offre: Offre;
  @Field(() => Float, {
    description:
      "De 0 à 1 : pour moitié la qualité de la fiche, pour moitié la proximité de sa zone, divisé selon le rang parmi les offres du même frein, pour que chaque frein soit servi, et pesé par l’impact et la priorité du frein.",
  })
  score: number;
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [String], { description: "Raisons, en phrases. Le nom d’un frein n’y est jamais : voir pourquoiDiagnostic." })
  pourquoi: string[];
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [String], { description: "Ce que le diagnostic en dit : freins que l’offre lève, leur poids, langue demandée. En phrases." })
  pourquoiDiagnostic: string[];
  @Field(() => Float, {
    nullable: true,
    description:
      "Kilomètres à vol d’oiseau depuis la commune de la personne (position estimée par les lieux du catalogue) ; null à distance, ou si une position manque.",
  })
  distanceKm: number | null;
}
