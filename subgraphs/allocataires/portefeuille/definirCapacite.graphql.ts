import { Args, ArgsType, Ctx, Directive, Field, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { acte, CLE } from "../acte.graphql";
import type { Referent } from "../organisme/organisme";
import { ReferentType } from "../organisme/organisme.graphql";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { lireActeur } from "../situation.repository";
import { CapacitesRepository } from "./capacite.repository";
import { definirCapacite } from "./definirCapacite";

const DefinirCapaciteResultat = resultatOuRefus("DefinirCapaciteResultat", ReferentType, "Referent");

@ArgsType()
export class DefinirCapaciteArgs {
  @Field(() => ID, { description: "Professionnel." })
  referent: string;
  @Field(() => String, { description: "Code d’un parcours local du département." })
  parcours: string;
  @Field(() => Int, { nullable: true, description: "Personnes qu’il peut suivre dans ce parcours ; nul pour ne plus fixer de maximum." })
  maximum?: number | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class CapacitesDeReferent {
  @Directive('@requiresScopes(scopes: [["portefeuille.transferer"]])')
  @Mutation(() => DefinirCapaciteResultat, {
    description: "Fixe le nombre de personnes qu’un référent peut suivre dans un parcours. Le passer alerte, et ne refuse rien.",
  })
  definirCapacite(@Args(() => DefinirCapaciteArgs) demande: DefinirCapaciteArgs, @Ctx() ctx: RequestContext): Promise<Referent | Refus> {
    return acte<Referent>(ctx, {
      mutation: "definirCapacite",
      demande,
      apply: async (ecriture) => definirCapacite(await lireActeur(ecriture.tx), demande, new CapacitesRepository(ecriture.tx), ecriture),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => (await new CapacitesRepository(tx).referent(id)) ?? refus("REFERENT_INCONNU", "referent"),
    });
  }
}
