import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import type { ContratEngagement } from "./contrat";
import { ContratEngagementType } from "./contrat.graphql";
import { contratCourantParAllocataire, contratsParAllocataire } from "./contrat.repository";

@Resolver(() => AllocataireType)
export class ContratsDeLAllocataire {
  @FieldResolver(() => ContratEngagementType, { nullable: true, description: "Contrat en cours : à signer, signé ou suspendu." })
  contratEngagement(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<ContratEngagement | null> {
    return ctx.loader(contratCourantParAllocataire).load(personne.id);
  }

  @Directive("@listSize(assumedSize: 4)")
  @FieldResolver(() => [ContratEngagementType], { description: "Tous les contrats, refus compris, le plus récent d’abord." })
  contratsEngagement(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<ContratEngagement[]> {
    return ctx.loader(contratsParAllocataire).load(personne.id);
  }
}
