import { Field, Float, Int, ObjectType } from "type-graphql";
import { MontantsFinanciers, ProgrammeEnum, RegleFinanciere } from "./montants.graphql";
import type { Programme } from "./nature";

@ObjectType({ simpleResolvers: true, description: "Une fiche action et son financement. Montants en centimes d’euro." })
export class LigneFinanciere {
  @Field(() => String, { description: "Fiche action (I.V2.1)." })
  fiche: string;
  @Field(() => String, { description: "Intitulé de la fiche." })
  intitule: string;
  @Field(() => String, { description: "Axe ou volet, tel qu’écrit au contrat." })
  axe: string;
  @Field(() => ProgrammeEnum, { description: "Insertion ou solidarités." })
  programme: Programme;
  @Field(() => Int, { nullable: true, description: "Volet de l’insertion." })
  volet: number | null;
  @Field(() => Float, { description: "Part de l’État." })
  partEtatCentimes: number;
  @Field(() => Float, { description: "Part du Département." })
  partDepartementCentimes: number;
  @Field(() => Float, { description: "Autres financeurs." })
  autresCentimes: number;
  @Field(() => Float, { description: "Total, tel qu’imprimé au contrat." })
  totalCentimes: number;
  @Field(() => Float, { nullable: true, description: "Part de l’État dans le total, en pourcentage." })
  tauxEtat: number | null;
  @Field(() => Float, { description: "Ce que l’État peut payer au plus de cette ligne." })
  plafondEtatCentimes: number;
  @Field(() => RegleFinanciere, { description: "La règle qui fixe la part de l’État." })
  regleEtat: RegleFinanciere;
  @Field(() => Float, { nullable: true, description: "Crédits de l’État versés." })
  creditsEtatVersesCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Réalisé sur la part de l’État." })
  realiseEtatCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Réalisé sur la part du Département." })
  realiseDepartementCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Report de la part de l’État." })
  reportEtatCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Report de la part du Département." })
  reportDepartementCentimes: number | null;
  @Field(() => String, { nullable: true, description: "Imputation comptable." })
  imputation: string | null;
  @Field(() => MontantsFinanciers, { description: "Où en est l’argent de la ligne." })
  montants: MontantsFinanciers;
}
