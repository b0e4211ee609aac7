import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumOf } from "../../../shared/contrat/enums";
import { HorodatageScalar } from "../../../shared/contrat/scalars";
import { STATUTS_RESULTAT, type StatutResultat } from "./validation";

export const StatutResultatEnum = enumOf(STATUTS_RESULTAT);
registerEnumType(StatutResultatEnum, {
  name: "StatutResultat",
  description: "Où en est un résultat saisi : à valider, validé par une autre personne que son auteur, ou rejeté.",
});

@ObjectType({
  simpleResolvers: true,
  description: "Un résultat que quelqu’un a saisi, avec sa preuve, son auteur et ce qui en a été décidé.",
})
export class ResultatSaisi {
  @Field(() => ID, { description: "Identifiant du résultat." })
  id: string;
  @Field(() => String, { description: "Code de l’indicateur au contrat." })
  code: string;
  @Field(() => String, { description: "Département, code INSEE ou ensemble de communes." })
  territoire: string;
  @Field(() => Int, { description: "Année du résultat." })
  annee: number;
  @Field(() => Float, { nullable: true, description: "Valeur, dans l’unité de l’indicateur." })
  valeur: number | null;
  @Field(() => String, { nullable: true, description: "Résultat en toutes lettres." })
  texte: string | null;
  @Field(() => String, { description: "D’où vient le résultat : fichier, compte rendu, lien." })
  preuve: string;
  @Field(() => String, { description: "Qui l’a saisi : système, et agent quand le jeton le nomme." })
  par: string;
  @Field(() => HorodatageScalar, { description: "Quand il a été saisi." })
  le: Date;
  @Field(() => StatutResultatEnum, { description: "À valider, validé ou rejeté." })
  statut: StatutResultat;
  @Field(() => String, { nullable: true, description: "Pourquoi il est rejeté, ou ce que dit la validation." })
  motif: string | null;
  @Field(() => String, { nullable: true, description: "Qui l’a validé ou rejeté : une autre personne que l’auteur." })
  statuePar: string | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand il a été validé ou rejeté." })
  statueLe: Date | null;
  @Field(() => Boolean, { description: "Vrai si c’est lui qui compte : le dernier que personne n’a rejeté." })
  retenu: boolean;
}
