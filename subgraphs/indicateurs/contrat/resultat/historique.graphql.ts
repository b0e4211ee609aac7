import { Arg, Ctx, Directive, Int, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../../shared/context";
import { duRessort } from "../ressort";
import { ResultatSaisi } from "./resultat.graphql";
import { historique } from "./validation.repository";
import { resultatSaisi } from "./valider-resultat.graphql";

/** More than a year of entries of every line: what is older is asked for by code or by year. */
const MAXIMUM = 500;

@Resolver()
export class HistoriqueResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 20)")
  @Query(() => [ResultatSaisi], {
    nullable: true,
    description: `Tous les résultats saisis, corrigés et rejetés compris, du dernier au premier (${MAXIMUM} au plus).`,
  })
  async historiqueResultats(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Arg("code", () => String, { nullable: true, description: "Une ligne du contrat ; toutes si absent." }) code: string | null,
    @Arg("annee", () => Int, { nullable: true, description: "Une année ; toutes si absente." }) annee: number | null,
    @Arg("territoire", () => String, { nullable: true, description: "Un territoire ; tous si absent." }) territoire: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<ResultatSaisi[] | null> {
    if (!duRessort(ctx, departement)) return null;
    const recherche = { code: code ?? null, annee: annee ?? null, territoire: territoire ?? null, limite: MAXIMUM };
    return (await historique(await ctx.read(), departement, recherche)).map(resultatSaisi);
  }
}
