import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Int, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acte, CLE } from "../acte.graphql";
import type { Referent } from "../organisme/organisme";
import { ReferentType } from "../organisme/organisme.graphql";
import { referentParId } from "../organisme/organisme.repository";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { lireActeur } from "../situation.repository";
import { RemplacementsRepository, remplacementParId } from "./remplacement.repository";
import { type Remplacement, remplacerReferent } from "./remplacerReferent";

@ObjectType("Remplacement", {
  simpleResolvers: true,
  description: "Remplacement d’un référent absent : le remplaçant lit et suit ses personnes entre ces dates seulement.",
})
export class RemplacementType {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { description: "Dernier jour, inclus." })
  au: string;
  @Field(() => Int, { description: "Personnes confiées au remplaçant, y compris celles arrivées depuis." })
  nombre: number;
}

const RemplacerReferentResultat = resultatOuRefus("RemplacerReferentResultat", RemplacementType, "Remplacement");

@ArgsType()
export class RemplacerReferentArgs {
  @Field(() => ID, { description: "Référent absent." })
  referent: string;
  @Field(() => ID, { description: "Remplaçant, du même organisme." })
  remplacant: string;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { description: "Dernier jour, inclus : les droits tombent ensuite d’eux-mêmes." })
  au: string;
  @Field(() => String, { description: "Motif, sans détail de santé." })
  motif: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver(() => RemplacementType)
export class RemplacementsDeReferent {
  @Directive('@requiresScopes(scopes: [["portefeuille.transferer"]])')
  @Mutation(() => RemplacerReferentResultat, {
    description: "Confie à un remplaçant, pour le temps d’une absence, toutes les personnes d’un référent et celles qui lui viendront.",
  })
  remplacerReferent(
    @Args(() => RemplacerReferentArgs) demande: RemplacerReferentArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Remplacement | Refus> {
    return acte<Remplacement>(ctx, {
      mutation: "remplacerReferent",
      demande,
      apply: async (ecriture) =>
        remplacerReferent(await lireActeur(ecriture.tx), demande, new RemplacementsRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => (await remplacementParId(tx, id)) ?? refus("REFERENT_INCONNU", "referent"),
    });
  }

  @FieldResolver(() => ReferentType, { nullable: true, description: "Référent absent." })
  referent(@Root() remplacement: Remplacement, @Ctx() ctx: RequestContext): Promise<Referent | null> {
    return ctx.loader(referentParId).load(remplacement.referent);
  }

  @FieldResolver(() => ReferentType, { nullable: true, description: "Remplaçant." })
  remplacant(@Root() remplacement: Remplacement, @Ctx() ctx: RequestContext): Promise<Referent | null> {
    return ctx.loader(referentParId).load(remplacement.remplacant);
  }
}
