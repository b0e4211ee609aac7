import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Referent } from "../organisme/organisme";
import { ReferentType } from "../organisme/organisme.graphql";
import { referentParId } from "../organisme/organisme.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import type { Orientation } from "./orientation";
import { OrientationType } from "./orientation.graphql";
import { orientationCouranteParAllocataire, orientationsParAllocataire } from "./orientation.repository";

@Resolver(() => AllocataireType)
export class OrientationsDeLAllocataire {
  @FieldResolver(() => OrientationType, { nullable: true, description: "Orientation en cours : décidée et non close." })
  orientation(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Orientation | null> {
    return ctx.loader(orientationCouranteParAllocataire).load(personne.id);
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [OrientationType], { description: "Toutes les orientations, la plus récente d’abord." })
  orientations(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Orientation[]> {
    return ctx.loader(orientationsParAllocataire).load(personne.id);
  }

  @FieldResolver(() => ReferentType, { nullable: true, description: "Référent unique de l’orientation en cours." })
  async referent(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Referent | null> {
    const courante = await ctx.loader(orientationCouranteParAllocataire).load(personne.id);
    return courante?.referent ? ctx.loader(referentParId).load(courante.referent) : null;
  }
}
