import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { SubgraphDependencies } from "../../shared/module";
import { MAINTENANT } from "./connaissance";
import { MesureIndicateur, ValeurActuelle } from "./mesure.graphql";
import { moteurDe } from "./mesures.repository";

@Resolver(() => MesureIndicateur)
export class ActuelleResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @FieldResolver(() => ValeurActuelle, {
    nullable: true,
    description: "Ce que le hub connaît aujourd’hui du même chiffre, quand la réponse est d’un autre jour et que c’est différent.",
  })
  async actuelle(@Root() mesure: MesureIndicateur, @Ctx() ctx: RequestContext): Promise<ValeurActuelle | null> {
    const { demande, connuLe, masquee, numerateur, denominateur, valeur } = mesure;
    if (!demande || masquee || connuLe === ctx.today()) return null;
    const maintenant = await ctx.loader(moteurDe(this.dependances).mesures).load({ ...demande, connuLe: MAINTENANT });
    if (!maintenant || maintenant.total.masquee) return null;
    const actuelle = maintenant.total;
    const pareille = actuelle.numerateur === numerateur && actuelle.denominateur === denominateur && actuelle.valeur === valeur;
    return pareille ? null : { numerateur: actuelle.numerateur, denominateur: actuelle.denominateur, valeur: actuelle.valeur };
  }
}
