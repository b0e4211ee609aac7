import { Ctx, createUnionType, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import type { Prescription } from "../prescription/prescription";
import { PrescriptionType } from "../prescription/prescription.graphql";
import { prescriptionParId } from "../prescription/prescription.repository";
import type { Activite } from "./activite";

@ObjectType("Activite", { simpleResolvers: true, description: "Activité d’insertion d’un allocataire, un jour donné." })
export class ActiviteType {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => DateScalar, { description: "Jour de l’activité." })
  date: string;
  @Field(() => Int, { description: "Durée, en minutes." })
  minutes: number;
  @Field(() => String, { description: "Ce qui a été fait." })
  nature: string;
  @Field(() => ModeIntervention, { nullable: true, description: "Individuel, collectif ou mixte." })
  mode: ModeIntervention | null;
  @Field(() => String, { description: "PREVUE, DECLAREE, CONFIRMEE ou REFUSEE." })
  statut: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "Heures d’activité d’une semaine, à côté de l’objectif du contrat (code du travail, L. 5411-6).",
})
export class HeuresActivite {
  @Field(() => String, { description: "Semaine ISO, 2026-W07." })
  semaine: string;
  @Field(() => Int, {
    nullable: true,
    description: "Objectif hebdomadaire du contrat en cours, en minutes ; null sans contrat qui le dise.",
  })
  objectifMinutes: number | null;
  @Field(() => Int, { description: "Minutes déclarées ou confirmées." })
  realiseesMinutes: number;
  @Field(() => Int, { description: "Minutes prévues, pas encore déclarées." })
  prevuesMinutes: number;
  @Field(() => Boolean, { description: "Vrai si le contrat en cours exempte la personne d’activité." })
  exempte: boolean;
}

@Resolver(() => ActiviteType)
export class ActiviteChampsResolver {
  @FieldResolver(() => PrescriptionType, { nullable: true, description: "Prescription dont l’activité fait partie." })
  prescription(@Root() activite: Activite, @Ctx() ctx: RequestContext): Promise<Prescription | null> | null {
    return activite.prescription === null ? null : ctx.loader(prescriptionParId).load(activite.prescription);
  }
}

const resolveType = (valeur: object) => (valeur instanceof Refus ? Refus : ActiviteType);

export const DeclarerActiviteResultat = createUnionType({
  name: "DeclarerActiviteResultat",
  description: "L’activité, ou la raison pour laquelle elle n’a pas été déclarée.",
  types: () => [ActiviteType, Refus] as const,
  resolveType,
});

export const ConfirmerActiviteResultat = createUnionType({
  name: "ConfirmerActiviteResultat",
  description: "L’activité confirmée ou refusée, ou la raison pour laquelle elle ne l’a pas été.",
  types: () => [ActiviteType, Refus] as const,
  resolveType,
});
