import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Consultation } from "./consultation.graphql";
import { motifUrgence } from "./urgence.repository";

@Resolver(() => Consultation)
export class ConsultationUrgence {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Motif de l’accès d’urgence sous lequel la personne a été lue, tel que le professionnel l’a dit ; nul hors d’un accès d’urgence.",
  })
  motifUrgence(@Root() { id, par, le }: Consultation, @Ctx() ctx: RequestContext): Promise<string | null> {
    const [operation, allocataire] = id.split(".") as [string, string];
    return ctx.loader(motifUrgence).load({ operation, allocataire, client: par, le });
  }
}
