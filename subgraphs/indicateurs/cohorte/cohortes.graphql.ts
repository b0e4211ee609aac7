import { Arg, Ctx, Directive, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { SubgraphDependencies } from "../../shared/module";
import { duRessort } from "../contrat/ressort";
import { moteurDe } from "../mesure/mesures.repository";
import { Cohorte, enCohorte } from "./cohorte.graphql";
import { cohorte, cohortes } from "./cohorte.repository";

@Resolver()
export class CohortesResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 50)")
  @Query(() => [Cohorte], { nullable: true, description: "Les cohortes d’un département, de la dernière créée à la première." })
  async cohortes(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Cohorte[] | null> {
    if (!duRessort(ctx, departement)) return null;
    return (await cohortes(await ctx.read(), departement)).map((row) => enCohorte(row, moteurDe(this.dependances).seuil));
  }

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Query(() => Cohorte, { nullable: true, description: "Une cohorte ; null si elle n’existe pas dans ce département." })
  async cohorte(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Arg("code", () => String, { description: "Code de la cohorte." }) code: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Cohorte | null> {
    if (!duRessort(ctx, departement)) return null;
    const row = await cohorte(await ctx.read(), departement, code);
    return row && enCohorte(row, moteurDe(this.dependances).seuil);
  }
}
