import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acte, CLE } from "../acte.graphql";
import type { Referent } from "../organisme/organisme";
import { ReferentType } from "../organisme/organisme.graphql";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { lireActeur } from "../situation.repository";
import { declarerDepart } from "./declarerDepart";
import { DepartsRepository } from "./departs.repository";

const DeclarerDepartResultat = resultatOuRefus("DeclarerDepartResultat", ReferentType, "Referent");

@ArgsType()
export class DeclarerDepartArgs {
  @Field(() => ID, { description: "Professionnel." })
  referent: string;
  @Field(() => DateScalar, { description: "Dernier jour dans son organisme, inclus." })
  au: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class DepartsDeReferent {
  @Directive('@requiresScopes(scopes: [["portefeuille.transferer"]])')
  @Mutation(() => DeclarerDepartResultat, {
    description: "Dit le dernier jour d’un professionnel : ses droits tombent ensuite, et son organisme continue de suivre ses personnes.",
  })
  declarerDepart(@Args(() => DeclarerDepartArgs) demande: DeclarerDepartArgs, @Ctx() ctx: RequestContext): Promise<Referent | Refus> {
    return acte<Referent>(ctx, {
      mutation: "declarerDepart",
      demande,
      apply: async (ecriture) =>
        declarerDepart(await lireActeur(ecriture.tx), demande, new DepartsRepository(ecriture.tx), ecriture, ctx.today()),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => (await new DepartsRepository(tx).referent(id)) ?? refus("REFERENT_INCONNU", "referent"),
    });
  }
}
