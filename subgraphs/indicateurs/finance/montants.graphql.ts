import { Directive, Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { PROGRAMMES, type Programme } from "./nature";

export const ProgrammeEnum = enumOf(PROGRAMMES);
registerEnumType(ProgrammeEnum, { name: "ProgrammeContrat", description: "Les deux programmes du contrat : insertion et solidarités." });

@ObjectType({ simpleResolvers: true, description: "Une règle du contrat sur l’argent, avec ses mots." })
export class RegleFinanciere {
  @Field(() => String, { description: "Code stable de la règle, ou nom du champ qu’elle explique." })
  code: string;
  @Field(() => String, { description: "La règle en une phrase." })
  texte: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Où en est l’argent d’une ligne ou d’un programme, en centimes. Absent : ce qu’il faudrait n’est pas saisi ; jamais 0 par défaut.",
})
export class MontantsFinanciers {
  @Field(() => Float, { description: "Part de l’État au contrat." })
  partEtatCentimes: number;
  @Field(() => Float, { nullable: true, description: "Versements dont le jour est venu ; absent tant que la signature n’est pas saisie." })
  exigibleCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Versé par l’État." })
  verseCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Part de l’État moins ce qu’il a versé." })
  resteAVerserCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Réalisé sur la part de l’État." })
  realiseEtatCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Réalisé sur la part du Département." })
  realiseDepartementCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Réalisé sur la part des autres financeurs." })
  realiseAutresCentimes: number | null;
  @Field(() => Float, { description: "Crédits de l’État reportés du contrat de l’année d’avant." })
  reportPrecedentCentimes: number;
  @Field(() => Float, { nullable: true, description: "Crédits de l’État reportés à l’année suivante." })
  reportEtatCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Crédits du Département reportés à l’année suivante." })
  reportDepartementCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Déjà rendu à l’État." })
  restitueCentimes: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Versé et reporté de l’année d’avant, ni dépensé, ni reporté, ni rendu : l’État le redemande.",
  })
  aRestituerCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Réalisé rapporté à la part de l’État, en pourcentage." })
  tauxExecution: number | null;
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [RegleFinanciere], { description: "Comment chaque montant calculé se fait." })
  regles: RegleFinanciere[];
}

@ObjectType({
  simpleResolvers: true,
  description: "Un programme du contrat, ses lignes additionnées et ce qui est versé pour lui en entier.",
})
export class BilanProgramme {
  @Field(() => ProgrammeEnum, { description: "Insertion ou solidarités." })
  programme: Programme;
  @Field(() => Float, { description: "Somme des totaux de ses lignes." })
  totalCentimes: number;
  @Field(() => Float, { description: "Part du Département." })
  partDepartementCentimes: number;
  @Field(() => Float, { description: "Autres financeurs." })
  autresCentimes: number;
  @Field(() => MontantsFinanciers, { description: "Où en est son argent." })
  montants: MontantsFinanciers;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [String], { description: "Fiches dont rien de réalisé n’est saisi." })
  lignesSansRealise: string[];
}
