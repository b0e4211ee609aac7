import { Arg, Ctx, Directive, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { CADRES } from "./calcul";
import { CATALOGUE } from "./catalogue";
import { definitionsDuContrat } from "./mesure.repository";

@ObjectType({
  simpleResolvers: true,
  description: "Ce qu’un indicateur compte, et comment. Une définition qui change prend une nouvelle version.",
})
export class DefinitionIndicateur {
  @Field(() => String, { description: "Code de l’indicateur au contrat (L.I.V2.1.3, N.I.V3.6, F.4)." })
  code: string;
  @Field(() => Int, { description: "Version de la définition." })
  version: number;
  @Field(() => String, { description: "Libellé, tel qu’écrit au contrat." })
  libelle: string;
  @Field(() => String, { description: "Cadre : local, national ou feuille-de-route." })
  cadre: string;
  @Field(() => String, { description: "Qui produit le chiffre officiel : DEPARTEMENT, FRANCE_TRAVAIL ou PARTAGE." })
  producteur: string;
  @Field(() => String, { description: "Unité de la valeur." })
  unite: string;
  @Field(() => String, { description: "Ce que compte le numérateur." })
  numerateur: string;
  @Field(() => String, { nullable: true, description: "Ce que compte le dénominateur ; absent pour un nombre." })
  denominateur: string | null;
  @Field(() => String, { description: "Qui est compté, à quelle date, et où." })
  regleCohorte: string;
  @Field(() => String, { description: "Texte d’où vient l’indicateur." })
  source: string;
}

@Resolver()
export class DefinitionResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 130)")
  @Query(() => [DefinitionIndicateur], { nullable: true, description: "Les définitions des indicateurs, dans l’ordre du contrat." })
  async definitionsIndicateurs(
    @Arg("cadre", () => String, { nullable: true, description: "local, national ou feuille-de-route ; tous si absent." }) cadre:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<DefinitionIndicateur[]> {
    const voulu = cadre?.trim().toLowerCase().replaceAll(" ", "-");
    if (voulu !== undefined && !(CADRES as readonly string[]).includes(voulu)) {
      throw new CodedError("ARGUMENT_INVALIDE", `Le cadre est l’un de : ${CADRES.join(", ")}.`, { champ: "cadre" });
    }
    const duContrat = await definitionsDuContrat(await ctx.read());
    const connues = new Set(duContrat.map((definition) => definition.code));
    // What the hub computes is defined by its code; without a contract loaded, these are all there is.
    const toutes = duContrat.map((definition) => CATALOGUE.get(definition.code)?.definition ?? definition);
    for (const { definition } of CATALOGUE.values()) if (!connues.has(definition.code)) toutes.push(definition);
    return toutes.filter((definition) => voulu === undefined || definition.cadre === voulu);
  }
}
