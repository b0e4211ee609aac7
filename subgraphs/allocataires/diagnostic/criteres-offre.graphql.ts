import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { ageAt } from "../../shared/civil-date";
import type { RequestContext } from "../../shared/context";
import { CriteresOffre } from "../../shared/contrat/criteres-offre";
import { orientationCouranteParAllocataire } from "../orientation/orientation.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { freinsParAllocataire } from "./diagnostic.repository";

@Resolver(() => AllocataireType)
export class CriteresDeLAllocataire {
  @Directive("@inaccessible")
  @FieldResolver(() => CriteresOffre, { nullable: true, description: "Ce que le catalogue d’offres doit savoir de la personne." })
  async criteresOffre(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<CriteresOffre> {
    const [orientation, freins] = await Promise.all([
      ctx.loader(orientationCouranteParAllocataire).load(personne.id),
      ctx.loader(freinsParAllocataire).load(personne.id),
    ]);
    return {
      codeInsee: personne.codeInsee,
      parcours: orientation?.parcours ?? null,
      age: ageAt(personne.dateNaissance, ctx.today()),
      freins,
    };
  }
}
