import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { diagnosticLisible } from "../diagnostic/diagnostic";
import type { Referent } from "../organisme/organisme";
import { ReferentType } from "../organisme/organisme.graphql";
import { referentParId } from "../organisme/organisme.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { preconisationParAllocataire } from "./aide/aide.repository";
import type { Orientation } from "./orientation";
import { enClair, OrientationType, PreconisationType } from "./orientation.graphql";
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

  @FieldResolver(() => PreconisationType, {
    nullable: true,
    description:
      "Ce que l’aide à la décision préconise aujourd’hui, d’après ce qui est connu et que l’appelant lit. Nul sans table de décision, ou si rien ne parle pour un parcours.",
  })
  async preconisation(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<PreconisationType | null> {
    if (!diagnosticLisible(ctx.caller?.finalite ?? null)) return null;
    return enClair(await ctx.loader(preconisationParAllocataire).load(personne.id), personne.departement, ctx);
  }

  @FieldResolver(() => ReferentType, { nullable: true, description: "Référent unique de l’orientation en cours." })
  async referent(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Referent | null> {
    const courante = await ctx.loader(orientationCouranteParAllocataire).load(personne.id);
    return courante?.referent ? ctx.loader(referentParId).load(courante.referent) : null;
  }
}
