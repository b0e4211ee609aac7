import { Directive, Field, Float, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../shared/contrat/scalars";
import { DefinitionIndicateur } from "./definition.graphql";

@ObjectType({ simpleResolvers: true, description: "Délais mesurés, en jours ; les percentiles sont interpolés." })
export class Delais {
  @Field(() => Int, { description: "Nombre de délais mesurés." })
  effectif: number;
  @Field(() => Float, { nullable: true, description: "Moyenne." })
  moyenne: number | null;
  @Field(() => Float, { nullable: true, description: "10 % des délais sont plus courts." })
  p10: number | null;
  @Field(() => Float, { nullable: true, description: "Un quart des délais sont plus courts." })
  p25: number | null;
  @Field(() => Float, { nullable: true, description: "La moitié des délais sont plus courts." })
  mediane: number | null;
  @Field(() => Float, { nullable: true, description: "Un quart des délais sont plus longs." })
  p75: number | null;
  @Field(() => Float, { nullable: true, description: "10 % des délais sont plus longs." })
  p90: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "Une part d’un indicateur : un parcours, une catégorie, une commune, un rang de convocation.",
})
export class Part {
  @Field(() => String, { description: "Clé de la part ; INCONNU quand elle n’est pas connue. Deux ventilations : 94028|25-29." })
  cle: string;
  @Field(() => Float, { nullable: true, description: "Numérateur de la part." })
  numerateur: number | null;
  @Field(() => Float, { nullable: true, description: "Dénominateur de la part." })
  denominateur: number | null;
  @Field(() => Float, { nullable: true, description: "Valeur de la part, dans l’unité de la définition." })
  valeur: number | null;
  @Field(() => Boolean, { description: "Vrai si les chiffres sont tus, car ils portent sur trop peu de personnes." })
  masquee: boolean;
  @Field(() => Delais, { nullable: true, description: "Distribution des délais, quand l’indicateur en mesure." })
  delais: Delais | null;
}

@ObjectType({ simpleResolvers: true, description: "Mesure d’un indicateur sur un territoire et une période." })
export class MesureIndicateur {
  @Field(() => DefinitionIndicateur, { description: "Ce qui est compté, et comment." })
  definition: DefinitionIndicateur;
  @Field(() => String, { description: "Territoire : code INSEE, département, ou ensemble de communes (94-PILOTE)." })
  territoire: string;
  @Field(() => DateScalar, { description: "Premier jour de la période, compris." })
  debut: string;
  @Field(() => DateScalar, { description: "Dernier jour de la période, compris." })
  fin: string;
  @Field(() => Float, { nullable: true, description: "Numérateur." })
  numerateur: number | null;
  @Field(() => Float, { nullable: true, description: "Dénominateur ; absent pour un nombre." })
  denominateur: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "Valeur, dans l’unité de la définition ; un pourcentage va de 0 à 100. Absente quand rien n’est connu, jamais 0 par défaut.",
  })
  valeur: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Cible du contrat pour l’année de la fin de période, quand c’est un nombre et que le territoire est le département.",
  })
  cible: number | null;
  @Field(() => Boolean, { description: "Vrai si les chiffres sont tus, car ils portent sur trop peu de personnes." })
  masquee: boolean;
  @Field(() => Delais, { nullable: true, description: "Distribution des délais, quand l’indicateur en mesure." })
  delais: Delais | null;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [Part], { description: "Parts de l’indicateur, selon la ventilation demandée ou celle de sa définition." })
  ventilation: Part[];
}
