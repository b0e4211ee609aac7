import { createUnionType, Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumOf, ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { STATUTS, type Statut } from "./prescription";

export const StatutPrescription = enumOf(STATUTS);
registerEnumType(StatutPrescription, { name: "StatutPrescription", description: "Où en est une prescription." });

@ObjectType({ simpleResolvers: true, description: "Étape de la vie d’une prescription." })
export class EtapePrescription {
  @Field(() => StatutPrescription, { description: "État atteint." })
  statut: Statut;
  @Field(() => HorodatageScalar, { description: "Quand." })
  le: Date;
  @Field(() => String, { description: "Organisme qui l’a décidée, ou système quand il n’en porte pas ; jamais une personne." })
  par: string;
  @Field(() => String, { nullable: true, description: "Pourquoi." })
  motif: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType("Prescription", { simpleResolvers: true, description: "Offre d’insertion prescrite à un allocataire." })
export class PrescriptionType {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => StatutPrescription, { description: "Où elle en est." })
  statut: Statut;
  @Field(() => String, { nullable: true, description: "Motif de la prescription." })
  motif: string | null;
  @Field(() => HorodatageScalar, { description: "Quand elle a été faite." })
  prescriteLe: Date;
  @Field(() => DateScalar, { nullable: true, description: "Jour où l’action a commencé." })
  debut: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où elle a fini." })
  fin: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Durée prévue, en minutes : celle de la session, sinon heures par semaine × semaines de l’offre.",
  })
  dureeMinutes: number | null;
  @Field(() => ModeIntervention, { nullable: true, description: "Individuel, collectif ou mixte." })
  mode: ModeIntervention | null;
  @Field(() => String, { nullable: true, description: "Comment elle s’est terminée." })
  resultat: string | null;
}

const resolveType = (valeur: object) => (valeur instanceof Refus ? Refus : PrescriptionType);

export const PrescrireResultat = createUnionType({
  name: "PrescrireResultat",
  description: "La prescription, ou la raison pour laquelle elle n’a pas été faite.",
  types: () => [PrescriptionType, Refus] as const,
  resolveType,
});

export const AvancerPrescriptionResultat = createUnionType({
  name: "AvancerPrescriptionResultat",
  description: "La prescription avancée, ou la raison pour laquelle elle ne l’a pas été.",
  types: () => [PrescriptionType, Refus] as const,
  resolveType,
});
