import { Directive, Field, Int, ObjectType } from "type-graphql";
import { Frein, Impact, MotifModulation } from "./enums";
import { DateScalar } from "./scalars";

@Directive("@inaccessible")
@Directive("@shareable")
@ObjectType({ simpleResolvers: true, description: "Un frein non levé du dernier diagnostic, et ce qu’il pèse." })
export class CritereFrein {
  @Field(() => Frein, { description: "Le frein." })
  frein: Frein;
  @Field(() => Impact, { description: "Son poids sur le retour à l’emploi." })
  impact: Impact;
  @Field(() => Boolean, { description: "Vrai s’il est prioritaire." })
  prioritaire: boolean;
}

@Directive("@inaccessible")
@Directive("@shareable")
@ObjectType({ simpleResolvers: true, description: "Exemption d’activité d’une personne, pour les heures de la semaine." })
export class ExemptionActivite {
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour ; nul si elle dure autant que le contrat." })
  au: string | null;
  @Field(() => MotifModulation, { nullable: true, description: "Motif ; nul quand la finalité de l’appelant ne l’ouvre pas." })
  motif: MotifModulation | null;
}

@Directive("@inaccessible")
@Directive("@shareable")
@ObjectType({
  simpleResolvers: true,
  description: "Ce que le catalogue doit savoir d’une personne pour lui proposer des offres, déjà filtré par les droits de l’appelant.",
})
export class CriteresOffre {
  @Field(() => String, { nullable: true, description: "Code INSEE de la commune de résidence." })
  codeInsee: string | null;
  @Field(() => String, { nullable: true, description: "Code du parcours local en cours." })
  parcours: string | null;
  @Field(() => Int, { nullable: true, description: "Âge, en années révolues." })
  age: number | null;
  @Field(() => [Frein], {
    description: "Freins non levés du dernier diagnostic ; vide quand la finalité de l’appelant ne permet pas de les lire.",
  })
  freins: Frein[];
  @Directive("@listSize(assumedSize: 8)")
  @Field(() => [CritereFrein], { description: "Les mêmes freins, avec ce que chacun pèse ; vide dans les mêmes cas." })
  contraintes: CritereFrein[];
}
