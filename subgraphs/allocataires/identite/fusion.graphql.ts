import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import type { Fusion } from "./fusion";
import { faitsGardesParFusion, fusionsParAllocataire } from "./fusion-lecture.repository";
import type { FaitGarde } from "./separation.repository";

@ObjectType("FaitGarde", {
  simpleResolvers: true,
  description:
    "Acte enregistré après la fusion : rien ne dit à laquelle des deux personnes il revient, il reste à celle qui garde l’identifiant.",
})
export class FaitGardeType {
  @Field(() => String, { description: "Nature de l’acte : ORIENTATION, CONTRAT_ENGAGEMENT, DIAGNOSTIC…" })
  nature: string;
  @Field(() => ID, { description: "Identifiant de l’acte." })
  id: string;
}

@ObjectType("Fusion", {
  simpleResolvers: true,
  description: "Réunion de deux fiches d’une même personne ; elle se défait par separerAllocataires.",
})
export class FusionType {
  @Field(() => ID, { description: "Identifiant de la fusion." })
  id: string;
  @Field(() => ID, { description: "Identifiant de la fiche réunie : il donne désormais la personne qui la remplace." })
  fusionnee: string;
  @Field(() => String, { nullable: true, description: "Pourquoi, quand elle ne vient pas d’un rapprochement." })
  motif: string | null;
  @Field(() => HorodatageScalar, { description: "Quand elle a été décidée." })
  decideeLe: Date;
  @Field(() => String, { description: "Qui l’a décidée : l’agent, sinon le système." })
  decideePar: string;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand les deux fiches ont été séparées de nouveau." })
  separeeLe: Date | null;
  @Field(() => String, { nullable: true, description: "Qui les a séparées." })
  separeePar: string | null;
  @Field(() => String, { nullable: true, description: "Pourquoi elles ont été séparées." })
  separationMotif: string | null;
}

@Resolver(() => FusionType)
export class DetailDeLaFusion {
  @FieldResolver(() => AllocataireType, {
    nullable: true,
    description: "La personne qui garde son identifiant, si l’appelant peut la lire.",
  })
  async allocataire(@Root() fusion: Fusion, @Ctx() ctx: RequestContext): Promise<Allocataire | null> {
    const personne = await ctx.loader(allocataireParId).load(fusion.allocataire);
    if (personne) ctx.saw([personne.id]);
    return personne;
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [FaitGardeType], { description: "Actes enregistrés depuis la fusion et avant la séparation." })
  faitsGardes(@Root() fusion: Fusion, @Ctx() ctx: RequestContext): Promise<FaitGarde[]> {
    return ctx.loader(faitsGardesParFusion).load(fusion);
  }
}

@Resolver(() => AllocataireType)
export class FusionsDeLAllocataire {
  @Directive('@requiresScopes(scopes: [["rapprochement.trancher"]])')
  @Directive("@listSize(assumedSize: 2)")
  @FieldResolver(() => [FusionType], { nullable: true, description: "Fiches réunies à celle-ci, de la plus ancienne à la plus récente." })
  async fusions(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Fusion[]> {
    const fusions = await ctx.loader(fusionsParAllocataire).load(personne.id);
    // Whoever was separated again is somebody else.
    ctx.saw(fusions.map(({ fusionnee }) => fusionnee));
    return fusions;
  }
}
