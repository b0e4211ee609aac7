import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../../shared/context";
import { enumOf } from "../../../shared/contrat/enums";
import { DateScalar, HorodatageScalar } from "../../../shared/contrat/scalars";
import { duRessort } from "../ressort";
import { derniereEcheance, ETATS_AVANCEMENT, type EtatAvancement, ecartALEcheance, lireEcheances } from "./echeance-ecrite";
import { type CibleRow, ciblesDeLaFeuille } from "./feuille.repository";

export const EtatAvancementEnum = enumOf(ETATS_AVANCEMENT);
registerEnumType(EtatAvancementEnum, {
  name: "EtatAvancement",
  description: "Où en est une cible de la feuille de route, d’après ce qui est saisi.",
});

@ObjectType({ simpleResolvers: true, description: "Une échéance de la feuille de route, lue sans en changer un mot." })
export class EcheanceEcrite {
  @Field(() => String, { description: "Telle qu’écrite." })
  texte: string;
  @Field(() => String, {
    nullable: true,
    description: "Ce qu’elle concerne : un indicateur, le flux, le stock ; absent pour la cible entière.",
  })
  objet: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour de la période écrite." })
  debut: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour ; absent quand rien ne la finit (« à partir de mai 2024 »)." })
  fin: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Ce que quelqu’un a saisi de l’avancement d’une cible, avec sa preuve." })
export class AvancementSaisi {
  @Field(() => ID, { description: "Identifiant de la saisie." })
  id: string;
  @Field(() => EtatAvancementEnum, { description: "À faire, en cours, fait ou abandonné." })
  etat: EtatAvancement;
  @Field(() => DateScalar, { description: "Jour où c’est vrai." })
  le: string;
  @Field(() => String, { description: "D’où cela vient : livrable, compte rendu, lien." })
  preuve: string;
  @Field(() => String, { nullable: true, description: "Commentaire." })
  commentaire: string | null;
  @Field(() => String, { description: "Qui l’a saisi." })
  par: string;
  @Field(() => HorodatageScalar, { description: "Quand." })
  saisiLe: Date;
}

@ObjectType({ simpleResolvers: true, description: "Une cible opérationnelle de la feuille de route avec France Travail." })
export class CibleFeuilleDeRoute {
  @Field(() => Int, { description: "Rang dans la feuille de route." })
  rang: number;
  @Field(() => String, { description: "Axe." })
  axe: string;
  @Field(() => String, { description: "Cible opérationnelle, telle qu’écrite." })
  cible: string;
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [String], { description: "Codes de ses indicateurs." })
  indicateurs: string[];
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [String], { description: "Qui la pilote." })
  pilotes: string[];
  @Field(() => String, { nullable: true, description: "Échéance, telle qu’écrite." })
  echeanceEcrite: string | null;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [EcheanceEcrite], { description: "Les échéances lues." })
  echeances: EcheanceEcrite[];
  @Field(() => DateScalar, { nullable: true, description: "La dernière des échéances." })
  echeance: string | null;
  @Field(() => AvancementSaisi, { nullable: true, description: "Dernier avancement saisi ; absent si personne n’en a dit." })
  avancement: AvancementSaisi | null;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [AvancementSaisi], { description: "Tout ce qui a été saisi, du dernier au premier." })
  avancements: AvancementSaisi[];
  @Field(() => Int, { nullable: true, description: "Jours de l’échéance à ce qui est fait, sinon à aujourd’hui ; négatif avant elle." })
  ecartJours: number | null;
  @Field(() => String, { description: "L’écart à l’échéance en une phrase." })
  ecart: string;
}

export function cibleFeuille({ echeance: ecrite, avancements, ...row }: CibleRow, aujourdhui: string): CibleFeuilleDeRoute {
  const echeances = lireEcheances(ecrite);
  const echeance = derniereEcheance(echeances);
  const avancement = avancements[0] ?? null;
  const { jours, texte } = ecartALEcheance(echeance, avancement, aujourdhui);
  const suivi = { echeanceEcrite: ecrite, echeances, echeance, avancement, avancements, ecartJours: jours, ecart: texte };
  return Object.assign(new CibleFeuilleDeRoute(), row, suivi);
}

@Resolver()
export class FeuilleDeRouteResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 20)")
  @Query(() => [CibleFeuilleDeRoute], {
    nullable: true,
    description: "Les cibles opérationnelles de la feuille de route, dans leur ordre.",
  })
  async feuilleDeRoute(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Ctx() ctx: RequestContext,
  ): Promise<CibleFeuilleDeRoute[] | null> {
    if (!duRessort(ctx, departement)) return null;
    return (await ciblesDeLaFeuille(await ctx.read(), departement)).map((row) => cibleFeuille(row, ctx.today()));
  }
}
