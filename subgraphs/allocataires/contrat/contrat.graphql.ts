import { Ctx, Directive, Field, FieldResolver, Float, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import { MotifModulation, MotifSuspensionContrat, NatureContrat, StatutContratEngagement } from "../enums.graphql";
import type { Organisme, Referent } from "../organisme/organisme";
import { OrganismeType, ReferentType } from "../organisme/organisme.graphql";
import { organismeParId, referentParId } from "../organisme/organisme.repository";
import type * as mots from "../vocabulaire";
import type { ActionDuPlan, ContratEngagement, Modulation } from "./contrat";
import { modulationsParContrat, planParContrat } from "./contrat.repository";
import { heuresAttendues } from "./cycle-contrat";
import { PrescriptionRef } from "./prescription.ref";

@ObjectType("ModulationActivite", { simpleResolvers: true, description: "Exemption ou réduction des heures d’activité, pour une période." })
export class ModulationActiviteType {
  @Field(() => Boolean, { description: "Vrai si la personne est exemptée." })
  exempte: boolean;
  @Field(() => Float, { nullable: true, description: "Heures d’activité par semaine." })
  heuresHebdomadaires: number | null;
  @Field(() => MotifModulation, {
    nullable: true,
    description: "Motif. Donnée sensible : nul pour les finalités de droits et devoirs et de pilotage.",
  })
  motif: mots.MotifModulation | null;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour ; nul si elle dure autant que le contrat." })
  au: string | null;
}

@ObjectType("ActionPlan", { simpleResolvers: true, description: "Action du plan d’un contrat d’engagement." })
export class ActionPlanType {
  @Field(() => Int, { description: "Rang dans le plan." })
  rang: number;
  @Field(() => String, { description: "Ce qui est prévu." })
  libelle: string;
  @Field(() => DateScalar, { nullable: true, description: "Date prévue." })
  echeance: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Date de réalisation." })
  realiseeLe: string | null;
}

@ObjectType("ContratEngagement", {
  simpleResolvers: true,
  description: "Contrat d’engagement, ou l’un de ceux qui l’ont précédé (code du travail L. 5411-6).",
})
export class ContratEngagementType {
  @Field(() => ID, { description: "Identifiant du contrat." })
  id: string;
  @Field(() => NatureContrat, { description: "Nature." })
  nature: mots.NatureContrat;
  @Field(() => StatutContratEngagement, { description: "Étape." })
  statut: mots.StatutContratEngagement;
  @Field(() => DateScalar, { nullable: true, description: "Jour où il a été proposé." })
  proposeLe: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où une réorientation l’a remis à la signature." })
  remisLe: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour du contrat." })
  dateDebut: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de la signature." })
  dateSignature: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour du refus de signer." })
  dateRefus: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour du contrat, inclus." })
  dateFin: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de la suspension." })
  suspenduLe: string | null;
  @Field(() => MotifSuspensionContrat, { nullable: true, description: "Ce qui l’a suspendu." })
  motifSuspension: mots.MotifSuspensionContrat | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de la clôture." })
  clotureLe: string | null;
  @Field(() => Float, { nullable: true, description: "Heures d’activité par semaine." })
  heuresHebdomadaires: number | null;
  @Field(() => ID, { nullable: true, description: "Contrat que celui-ci renouvelle." })
  renouvelle: string | null;
  @Field(() => String, { nullable: true, description: "Référentiel suivi." })
  referentiel: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si le contrat suit la norme nationale." })
  conformeNormeNationale: boolean | null;
  @Field(() => Provenance, { description: "Qui l’a enregistré." })
  provenance: Provenance;
}

@Resolver(() => ContratEngagementType)
export class DetailDuContrat {
  @Directive("@listSize(assumedSize: 2)")
  @FieldResolver(() => [ModulationActiviteType], { description: "Exemptions et réductions d’heures." })
  modulations(@Root() contrat: ContratEngagement, @Ctx() ctx: RequestContext): Promise<Modulation[]> {
    return ctx.loader(modulationsParContrat).load(contrat.id);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: "Heures d’activité attendues par semaine aujourd’hui, modulations comprises ; nul si le contrat n’est pas signé.",
  })
  async heuresAttendues(@Root() contrat: ContratEngagement, @Ctx() ctx: RequestContext): Promise<number | null> {
    return heuresAttendues(contrat, await ctx.loader(modulationsParContrat).load(contrat.id), ctx.today());
  }

  @FieldResolver(() => OrganismeType, { nullable: true, description: "Organisme référent à la signature." })
  async organisme(@Root() contrat: ContratEngagement, @Ctx() ctx: RequestContext): Promise<Organisme | null> {
    return contrat.organisme === null ? null : ctx.loader(organismeParId).load(contrat.organisme);
  }

  @FieldResolver(() => ReferentType, { nullable: true, description: "Référent à la signature." })
  async referent(@Root() contrat: ContratEngagement, @Ctx() ctx: RequestContext): Promise<Referent | null> {
    return contrat.referent === null ? null : ctx.loader(referentParId).load(contrat.referent);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [ActionPlanType], { description: "Plan d’action." })
  planAction(@Root() contrat: ContratEngagement, @Ctx() ctx: RequestContext): Promise<ActionDuPlan[]> {
    return ctx.loader(planParContrat).load(contrat.id);
  }
}

@Resolver(() => ActionPlanType)
export class DetailDeLAction {
  @FieldResolver(() => PrescriptionRef, { nullable: true, description: "Prescription qui réalise l’action." })
  prescription(@Root() action: ActionDuPlan): PrescriptionRef | null {
    return action.prescription === null ? null : { id: action.prescription };
  }
}
