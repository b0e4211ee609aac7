import { Directive, Field, Float, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../shared/contrat/scalars";
import { NatureActionOarsa, NatureMarche, TypeFinanceur } from "./enums.graphql";
import type * as domaine from "./pdie";

@ObjectType({ simpleResolvers: true, description: "Part d’un financeur, pour un exercice." })
export class Financeur {
  @Field(() => TypeFinanceur, { description: "Qui il est." })
  type: domaine.TypeFinanceur;
  @Field(() => String, { description: "Nom du financeur." })
  nom: string;
  @Field(() => Float, { description: "Montant, en centimes d’euro." })
  montantCentimes: number;
  @Field(() => Int, { description: "Exercice budgétaire (année)." })
  exercice: number;
}

@ObjectType({ simpleResolvers: true, description: "Marché, appel à projets ou convention qui porte des offres." })
export class Marche {
  @Field(() => String, { description: "Référence chez le Département." })
  reference: string;
  @Field(() => NatureMarche, { description: "Marché, appel à projets ou convention." })
  nature: domaine.NatureMarche;
  @Field(() => String, { nullable: true, description: "Objet." })
  objet: string | null;
  @Field(() => String, { nullable: true, description: "Titulaire, ou lauréat." })
  titulaire: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour." })
  debut: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour." })
  fin: string | null;
  @Field(() => Float, { nullable: true, description: "Montant, en centimes d’euro." })
  montantCentimes: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Places d’une offre pour un exercice." })
export class PlacesExercice {
  @Field(() => Int, { description: "Année." })
  exercice: number;
  @Field(() => Int, { nullable: true, description: "Places financées ; null si leur nombre n’est pas limité ou pas connu." })
  placesFinancees: number | null;
  @Field(() => Int, { nullable: true, description: "Places prises ; null pour un exercice à venir." })
  placesOccupees: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "Ce que le programme départemental d’insertion vers l’emploi (PDIE) ajoute à une offre.",
})
export class ExtensionPdie {
  @Field(() => String, { nullable: true, description: "Programme (PDIE 2023-2027)." })
  programme: string | null;
  @Field(() => String, { nullable: true, description: "Axe du programme." })
  axe: string | null;
  @Field(() => String, { nullable: true, description: "Fiche action du contrat entre l’État et le Département." })
  ficheAction: string | null;
  @Field(() => Marche, { nullable: true, description: "Marché, appel à projets ou convention qui la porte." })
  marche: Marche | null;
  @Field(() => Float, { nullable: true, description: "Volume total, en heures." })
  volumeHoraireTotal: number | null;
  @Field(() => String, { nullable: true, description: "Public visé, tel que le Département le dit." })
  publicCible: string | null;
  @Field(() => NatureActionOarsa, { nullable: true, description: "Type d’action de l’enquête OARSA." })
  natureActivite: domaine.NatureActionOarsa | null;
  @Field(() => Int, {
    nullable: true,
    description: "Année que comptent placesFinancees et placesOccupees ; null si le fichier ne la dit pas.",
  })
  exercice: number | null;
  @Field(() => Int, { nullable: true, description: "Places financées par an ; null si leur nombre n’est pas limité ou pas connu." })
  placesFinancees: number | null;
  @Field(() => Int, { description: "Places prises par une prescription qui n’est ni refusée, ni expirée, ni annulée." })
  placesOccupees: number;
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [PlacesExercice], { description: "Places des exercices que le fichier dit un à un, et de ceux qui sont clos." })
  placesParExercice: PlacesExercice[];
  @Field(() => Int, { nullable: true, description: "Coût unitaire, en centimes d’euro." })
  coutUnitaireCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Total annoncé, tous financeurs et exercices, en centimes d’euro." })
  budgetCentimes: number | null;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [Financeur], { description: "Financeurs, par exercice." })
  financeurs: Financeur[];
  @Field(() => Boolean, { description: "Vrai si le temps passé compte dans les quinze heures d’activité (code du travail, L. 5411-6)." })
  compteDansLes15Heures: boolean;
}
