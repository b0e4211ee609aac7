import { Arg, Directive, ID, Mutation, Resolver } from "type-graphql";
import type { Refus } from "../../shared/contrat/refus";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { RapprochementType } from "./rapprochement.graphql";

const TrancherRapprochementResultat = resultatOuRefus("TrancherRapprochementResultat", RapprochementType, "Rapprochement");

@Resolver()
export class DecisionsDeRapprochement {
  @Directive('@requiresScopes(scopes: [["rapprochement.trancher"]])')
  @Mutation(() => TrancherRapprochementResultat, {
    description: "Rattache une identité reçue à une personne, ou à aucune. Pas encore ouvert : refus NON_DISPONIBLE.",
  })
  trancherRapprochement(
    @Arg("rapprochement", () => ID, { description: "Le rapprochement." }) _rapprochement: string,
    @Arg("allocataire", () => ID, { nullable: true, description: "La personne ; nulle : aucune des candidates." }) _allocataire:
      | string
      | null,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "Clé d’idempotence." }) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }
}
