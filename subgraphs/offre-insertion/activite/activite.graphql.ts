import { Ctx, createUnionType, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf, ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { personneVisible } from "../../shared/perimetre";
import { AllocataireRef } from "../allocataire.ref";
import type { Session } from "../offre/offre";
import { sessionParId } from "../offre/offre.repository";
import { SessionOffre } from "../offre/session.graphql";
import { NatureActionOarsa } from "../pdie/enums.graphql";
import type { NatureActionOarsa as Oarsa } from "../pdie/pdie";
import type { Prescription } from "../prescription/prescription";
import { PrescriptionType } from "../prescription/prescription.graphql";
import { prescriptionParId } from "../prescription/prescription.repository";
import * as mots from "./activite";
import { etapesParActivite } from "./activite.repository";

export const DeclarantActivite = enumOf(mots.DECLARANTS);
registerEnumType(DeclarantActivite, {
  name: "DeclarantActivite",
  description:
    "Sur la parole de qui l’activité est déclarée ou contestée : la structure qui l’a reçue, le référent, ou la personne elle-même par la voix de son référent.",
});
export const TypeActivite = enumOf(mots.TYPES_ACTIVITE);
registerEnumType(TypeActivite, { name: "TypeActivite", description: "Forme d’une activité d’insertion." });

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
  @Field(() => TypeActivite, { description: "Forme de l’activité." })
  type: mots.TypeActivite;
  @Field(() => NatureActionOarsa, { nullable: true, description: "Type d’action de l’enquête OARSA." })
  action: Oarsa | null;
  @Field(() => DeclarantActivite, { nullable: true, description: "Qui l’a déclarée ; null tant qu’elle est seulement prévue." })
  declarant: mots.DeclarantActivite | null;
  @Field(() => String, { nullable: true, description: "Référence de la preuve (attestation, feuille d’émargement), jamais la pièce." })
  preuve: string | null;
  @Field(() => String, { description: "PREVUE, DECLAREE, CONFIRMEE, CONTESTEE, REFUSEE, NON_REALISEE ou ANNULEE." })
  statut: string;
}

@ObjectType({ simpleResolvers: true, description: "Étape de la vie d’une activité. Une correction garde les deux durées." })
export class EtapeActivite {
  @Field(() => String, { description: "État atteint." })
  statut: string;
  @Field(() => Int, {
    description: "Durée d’alors, en minutes ; dans une contestation, celle que dit qui conteste (0 : elle n’a pas eu lieu).",
  })
  minutes: number;
  @Field(() => HorodatageScalar, { description: "Quand." })
  le: Date;
  @Field(() => String, { description: "Organisme ou système qui l’a écrite ; jamais une personne." })
  par: string;
  @Field(() => DeclarantActivite, { nullable: true, description: "Sur la parole de qui." })
  declarant: mots.DeclarantActivite | null;
  @Field(() => String, { nullable: true, description: "Pourquoi." })
  motif: string | null;
}

@Resolver(() => ActiviteType)
export class ActiviteChampsResolver {
  @FieldResolver(() => PrescriptionType, { nullable: true, description: "Prescription dont l’activité fait partie." })
  async prescription(@Root() activite: mots.Activite, @Ctx() ctx: RequestContext): Promise<Prescription | null> {
    const prescription = activite.prescription === null ? null : await ctx.loader(prescriptionParId).load(activite.prescription);
    if (prescription) ctx.saw([prescription.allocataire]);
    return prescription;
  }

  @FieldResolver(() => SessionOffre, { nullable: true, description: "Session où elle a lieu." })
  session(@Root() activite: mots.Activite, @Ctx() ctx: RequestContext): Promise<Session | null> | null {
    return activite.session === null ? null : ctx.loader(sessionParId).load(activite.session);
  }

  @FieldResolver(() => AllocataireRef, { nullable: true, description: "La personne, si l’appelant peut la lire." })
  async allocataire(@Root() activite: mots.Activite, @Ctx() ctx: RequestContext): Promise<{ id: string } | null> {
    const personne = await ctx.loader(personneVisible).load(activite.allocataire);
    return personne && { id: personne.canonique };
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [EtapeActivite], { description: "Étapes, de la plus ancienne à la plus récente." })
  historique(@Root() activite: mots.Activite, @Ctx() ctx: RequestContext): Promise<mots.EtapeActivite[]> {
    return ctx.loader(etapesParActivite).load(activite.id);
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

export const ContesterActiviteResultat = createUnionType({
  name: "ContesterActiviteResultat",
  description: "L’activité contestée, ou la raison pour laquelle elle ne l’a pas été.",
  types: () => [ActiviteType, Refus] as const,
  resolveType,
});
