import { Arg, Ctx, Directive, Field, Float, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../../shared/context";
import type { SubgraphDependencies } from "../../../shared/module";
import { petit, SEUIL } from "../../masque/petit";
import { duRessort } from "../ressort";
import { FAITS_DU_HUB, part } from "./donnee";
import { donneesAFournir, echangesDuContrat } from "./donnee.repository";

@ObjectType({
  simpleResolvers: true,
  description: "Une donnée que le Département doit fournir pour les indicateurs du volet 3, et pour combien de personnes le hub l’a.",
})
export class DonneeAFournir {
  @Field(() => String, { description: "Code stable." })
  code: string;
  @Field(() => String, { description: "La donnée, telle qu’écrite à l’annexe 4 (3/3)." })
  donnee: string;
  @Field(() => String, { nullable: true, description: "Champ de l’API qui la donne pour une personne ; absent si le hub ne l’a pas." })
  champ: string | null;
  @Field(() => String, { nullable: true, description: "Les faits du hub qui la remplissent." })
  fait: string | null;
  @Field(() => Int, { description: "Personnes soumises aux droits et devoirs connues du hub." })
  personnes: number;
  @Field(() => Boolean, { description: "Vrai si le nombre est tu : trop peu de personnes ont la donnée, ou ne l’ont pas." })
  masquee: boolean;
  @Field(() => Int, { nullable: true, description: "Celles pour qui la donnée est connue." })
  renseignees: number | null;
  @Field(() => Float, { nullable: true, description: "Leur part, en pourcentage ; absente quand le hub ne connaît personne." })
  part: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Un échange que le contrat prévoit entre le Département et ses partenaires." })
export class EchangeDuContrat {
  @Field(() => String, { description: "Code : c’est l’`objet` d’un `Echange`." })
  code: string;
  @Field(() => String, { description: "Domaine." })
  domaine: string;
  @Field(() => String, { description: "Ce qui est échangé." })
  echange: string;
  @Field(() => String, { description: "Sens, tel que le contrat l’écrit." })
  sens: string;
  @Field(() => String, { description: "Texte qui le prévoit." })
  origine: string;
}

const OUVERT = '@requiresScopes(scopes: [["indicateurs.lire"]])';

@Resolver()
export class DonneeResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive(OUVERT)
  @Directive("@listSize(assumedSize: 10)")
  @Query(() => [DonneeAFournir], {
    nullable: true,
    description: "Les données à fournir (annexe 4, 3/3), d’où elles viennent et si elles sont là.",
  })
  async donneesAFournir(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Ctx() ctx: RequestContext,
  ): Promise<DonneeAFournir[] | null> {
    if (!duRessort(ctx, departement)) return null;
    const rows = await donneesAFournir(await ctx.read(), departement);
    const { seuilIndicateurs = SEUIL } = this.dependances;
    return rows.map((row) => {
      const { champ, fait } = FAITS_DU_HUB[row.code] ?? { champ: null, fait: null };
      const compte = row.renseignees ?? 0;
      const masquee = petit(compte, seuilIndicateurs) || petit(row.personnes - compte, seuilIndicateurs);
      const renseignees = masquee ? null : row.renseignees;
      return { ...row, champ, fait, masquee, renseignees, part: renseignees === null ? null : part(renseignees, row.personnes) };
    });
  }

  @Directive(OUVERT)
  @Directive("@listSize(assumedSize: 18)")
  @Query(() => [EchangeDuContrat], { nullable: true, description: "Les échanges que le contrat et la loi prévoient (annexe 5)." })
  async echangesDuContrat(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Ctx() ctx: RequestContext,
  ): Promise<EchangeDuContrat[] | null> {
    return duRessort(ctx, departement) ? echangesDuContrat(await ctx.read(), departement) : null;
  }
}
