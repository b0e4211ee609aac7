import { Arg, Ctx, Directive, Field, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { departementDe } from "../../shared/contrat/commune";
import { decoupage } from "../../shared/contrat/decoupage";
import { enumOf } from "../../shared/contrat/enums";
import { estDuRessort, lireTerritoire } from "../mesure/territoire";
import { ensembles } from "./territoire.repository";

export const NatureTerritoire = enumOf(["DEPARTEMENT", "PILOTE", "EPCI", "CLPE", "AUTRE", "COMMUNE"] as const);
registerEnumType(NatureTerritoire, {
  name: "NatureTerritoire",
  description: "Nature d’un territoire : EPCI (EPT dans le Grand Paris), CLPE (comité local pour l’emploi), PILOTE (expérimentation)…",
});

@ObjectType({ simpleResolvers: true, description: "Un territoire sur lequel un indicateur se mesure." })
export class TerritoireIndicateur {
  @Field(() => String, { description: "Code à donner à l’argument « territoire » (94, 94-T10, 94028)." })
  code: string;
  @Field(() => String, { description: "Nom du territoire." })
  libelle: string;
  @Field(() => NatureTerritoire, { description: "Nature du territoire." })
  nature: string;
  @Field(() => String, { nullable: true, description: "Numéro SIREN de l’intercommunalité." })
  siren: string | null;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [String], { description: "Codes INSEE de ses communes dans le département ; vide pour le département entier." })
  communes: string[];
}

@Resolver()
export class TerritoiresResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 300)")
  @Query(() => [TerritoireIndicateur], {
    nullable: true,
    description: "Les territoires d’un département : lui-même, ses ensembles de communes, ses communes. Un autre département donne null.",
  })
  async territoires(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Ctx() ctx: RequestContext,
  ): Promise<TerritoireIndicateur[] | null> {
    const territoire = lireTerritoire(departement);
    if (territoire?.sorte !== "departement" || !estDuRessort(territoire, ctx.requireCaller().departement)) return null;
    const communes = [...decoupage().communes].filter(([code]) => departementDe(code) === departement);
    return [
      { code: departement, libelle: `Département ${departement}`, nature: "DEPARTEMENT", siren: null, communes: [] },
      ...(await ensembles(await ctx.read(), departement)),
      ...communes.map(([code, { nom }]) => ({ code, libelle: nom, nature: "COMMUNE", siren: null, communes: [code] })),
    ];
  }
}
