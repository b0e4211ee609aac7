import { Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { retenuPar } from "../envoi/retenu.repository";
import { Echange } from "./echange.graphql";

@Resolver(() => Echange)
export class RetenueResolver {
  @FieldResolver(() => ID, {
    nullable: true,
    description:
      "L’échange de la même personne qui doit aboutir avant que celui-ci parte : les envois d’une personne partent dans l’ordre des faits. Nul quand rien ne le retient.",
  })
  retenuPar(@Root() echange: Echange, @Ctx() ctx: RequestContext): Promise<string | null> | null {
    const peutAttendre = echange.canal === "API" && echange.statut === "A_ENVOYER" && echange.allocataire !== null;
    return peutAttendre ? ctx.loader(retenuPar).load(echange.id) : null;
  }
}
