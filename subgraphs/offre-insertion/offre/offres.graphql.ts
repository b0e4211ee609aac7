import { Arg, Ctx, Directive, ID, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { refuserNul } from "../texte-recu";
import type { Offre, Structure } from "./offre";
import { OffreInsertion, StructureInsertion } from "./offre.graphql";
import { offreParId, structureParId } from "./offre.repository";

@Resolver()
export class OffresResolver {
  @Directive("@authenticated")
  @Query(() => OffreInsertion, { nullable: true, description: "Une offre du catalogue. Une offre du PDIE se lit dans son département." })
  async offre(
    @Arg("id", () => ID, { description: "Identifiant de l’offre." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Offre | null> {
    refuserNul(id, "id");
    return ctx.loader(offreParId).load(id);
  }

  @Directive("@authenticated")
  @Query(() => StructureInsertion, { nullable: true, description: "Une structure d’insertion." })
  async structureInsertion(
    @Arg("id", () => ID, { description: "Identifiant de la structure." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Structure | null> {
    refuserNul(id, "id");
    return ctx.loader(structureParId).load(id);
  }
}
