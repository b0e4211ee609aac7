import { Ctx, Directive, Field, Float, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { LigneBareme } from "./bareme";
import { baremeLu } from "./bareme.repository";

@ObjectType("BaremeSanction", {
  simpleResolvers: true,
  description: "Délai, quotité ou durée que les sanctions suivent dans un département.",
})
export class BaremeSanctionType {
  @Field(() => String, { description: "Ce que la ligne fixe : OBSERVATIONS_JOURS, QUOTITE_FOYER_MAX…" })
  cle: string;
  @Field(() => Float, { description: "Valeur, dans l’unité dite." })
  valeur: number;
  @Field(() => String, { description: "Jours, mois ou pour cent." })
  unite: string;
  @Field(() => String, { description: "Ce qu’elle fixe, en clair." })
  libelle: string;
  @Field(() => String, { description: "Texte qui la fonde." })
  source: string;
  @Field(() => String, { description: "« établi », ou « à confirmer » par un juriste." })
  statut: string;
}

@Resolver(() => BaremeSanctionType)
export class BaremeDesSanctions {
  @Directive('@requiresScopes(scopes: [["sanction.lire"]])')
  @Directive("@listSize(assumedSize: 8)")
  @Query(() => [BaremeSanctionType], {
    nullable: true,
    description: "Barème des sanctions du département du jeton, avec la source et l’état de chaque ligne.",
  })
  async baremeSanction(@Ctx() ctx: RequestContext): Promise<LigneBareme[]> {
    return baremeLu(await ctx.read(), ctx.requireCaller().departement);
  }
}
