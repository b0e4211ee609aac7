import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { HorodatageScalar } from "../../shared/contrat/scalars";

@ObjectType({ simpleResolvers: true, description: "Part d’un financeur dans une offre du PDIE." })
export class Financeur {
  @Field(() => String, { description: "Nom du financeur." })
  nom: string;
  @Field(() => Float, { description: "Montant, en centimes d’euro." })
  montantCentimes: number;
  @Field(() => Int, { description: "Exercice budgétaire (année)." })
  exercice: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "Ce que le programme départemental d’insertion vers l’emploi (PDIE) ajoute à une offre.",
})
export class ExtensionPdie {
  @Field(() => String, { nullable: true, description: "Fiche action du contrat entre l’État et le Département." })
  ficheAction: string | null;
  @Field(() => Int, { nullable: true, description: "Places financées par an ; null si leur nombre n’est pas limité ou pas connu." })
  placesFinancees: number | null;
  @Field(() => Int, { description: "Places prises par une prescription qui n’est ni refusée, ni expirée, ni annulée." })
  placesOccupees: number;
  @Field(() => Int, { nullable: true, description: "Coût unitaire, en centimes d’euro." })
  coutUnitaireCentimes: number | null;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [Financeur], { description: "Financeurs, par exercice." })
  financeurs: Financeur[];
  @Field(() => Boolean, { description: "Vrai si le temps passé compte dans les quinze heures d’activité (code du travail, L. 5411-6)." })
  compteDansLes15Heures: boolean;
}

@ObjectType({ simpleResolvers: true, description: "Session datée d’une offre." })
export class SessionOffre {
  @Field(() => ID, { description: "Identifiant de la session." })
  id: string;
  @Field(() => HorodatageScalar, { description: "Début." })
  debut: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Fin." })
  fin: Date | null;
  @Field(() => String, { nullable: true, description: "Lieu." })
  lieu: string | null;
  @Field(() => Int, { nullable: true, description: "Nombre de places ; null si elles ne sont pas limitées." })
  capacite: number | null;
  @Field(() => Int, { description: "Places prises." })
  inscrits: number;
}
