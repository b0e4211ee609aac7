import { Directive, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { DateScalar } from "../../shared/contrat/scalars";
import { STATUTS_MESURE, type StatutMesure as Statut } from "./connaissance";
import { DefinitionIndicateur } from "./definition.graphql";
import type { DemandeMesure, Mesure } from "./mesures.repository";

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

export const StatutMesure = enumOf(STATUTS_MESURE);
registerEnumType(StatutMesure, {
  name: "StatutMesure",
  description: "CONSOLIDE : le chiffre connu au jour de consolidation, qui ne change plus. PROVISOIRE : tout autre chiffre.",
});

@ObjectType({ simpleResolvers: true, description: "Le même chiffre, tel qu’il est connu aujourd’hui." })
export class ValeurActuelle {
  @Field(() => Float, { nullable: true, description: "Numérateur." })
  numerateur: number | null;
  @Field(() => Float, { nullable: true, description: "Dénominateur." })
  denominateur: number | null;
  @Field(() => Float, { nullable: true, description: "Valeur." })
  valeur: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Mesure d’un indicateur sur un territoire et une période." })
export class MesureIndicateur {
  /** Not in the API: what was asked of the engine; absent for a result that people entered. */
  demande?: DemandeMesure;
  /** Not in the API: what the engine answered, for the lineage. */
  mesure?: Mesure;

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
  @Field(() => StatutMesure, { description: "Provisoire ou consolidé." })
  statut: Statut;
  @Field(() => DateScalar, {
    nullable: true,
    description:
      "Jour où le chiffre de la période est consolidé : il est alors celui qui était connu ce jour-là. Absent d’un résultat saisi.",
  })
  consolideLe: string | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Les faits comptés sont ceux connus à la fin de ce jour. Absent d’un résultat saisi.",
  })
  connuLe: string | null;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [Part], { description: "Parts de l’indicateur, selon la ventilation demandée ou celle de sa définition." })
  ventilation: Part[];
}
