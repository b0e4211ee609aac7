import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { ageAt } from "../../shared/civil-date";
import type { RequestContext } from "../../shared/context";
import { CriteresOffre, ExemptionActivite } from "../../shared/contrat/criteres-offre";
import { exemptionsParAllocataire } from "../contrat/contrat.repository";
import { orientationCouranteParAllocataire } from "../orientation/orientation.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { freinsParAllocataire } from "./diagnostic.repository";

/** What the subgraph of offers asks of a person, filtered here by the rights and the purpose of the caller. */
@Resolver(() => AllocataireType)
export class CriteresDeLAllocataire {
  @Directive("@inaccessible")
  @FieldResolver(() => CriteresOffre, { nullable: true, description: "Ce que le catalogue d’offres doit savoir de la personne." })
  async criteresOffre(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<CriteresOffre> {
    const [orientation, contraintes] = await Promise.all([
      ctx.loader(orientationCouranteParAllocataire).load(personne.id),
      ctx.loader(freinsParAllocataire).load(personne.id),
    ]);
    return {
      codeInsee: personne.codeInsee,
      parcours: orientation?.parcours ?? null,
      age: ageAt(personne.dateNaissance, ctx.today()),
      freins: contraintes.map((c) => c.frein),
      contraintes,
    };
  }

  @Directive("@inaccessible")
  @Directive("@listSize(assumedSize: 2)")
  @FieldResolver(() => [ExemptionActivite], { nullable: true, description: "Exemptions d’activité des contrats de la personne." })
  exemptionsActivite(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<ExemptionActivite[]> {
    return ctx.loader(exemptionsParAllocataire).load(personne.id);
  }
}
