import { Directive, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { ParcoursLocal, parcoursLocal } from "../../shared/contrat/parcours-local";
import { type Pdie, placesLibres } from "./pdie";
import { ExtensionPdie } from "./pdie.graphql";

@Resolver(() => ExtensionPdie)
export class PdieChampsResolver {
  @Directive("@listSize(assumedSize: 7)")
  @FieldResolver(() => [ParcoursLocal], { description: "Parcours auxquels l’offre est réservée ; vide : ouverte à tous." })
  parcours(@Root() pdie: Pdie): ParcoursLocal[] {
    return pdie.parcours.map(parcoursLocal);
  }

  @FieldResolver(() => Int, { nullable: true, description: "Places qui restent ; null quand placesFinancees l’est." })
  placesDisponibles(@Root() pdie: Pdie): number | null {
    return placesLibres(pdie.placesFinancees, pdie.placesOccupees);
  }
}
