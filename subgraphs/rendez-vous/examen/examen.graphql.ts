import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { civilDateOf } from "../../shared/civil-date";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { Allocataire, allocataire } from "../allocataire.ref";
import { faiblesses, type PreuveConvocation, reception } from "../convocation/preuve";
import { preavisRespecte, type ReglesConvocation } from "../convocation/regles-convocation";
import type { FamilleMotif } from "../correspondances-rdv";
import { CauseClotureExamenEnum, DecisionExamenEnum, FamilleMotifEnum, FondementManquementEnum, StatutExamenEnum } from "../enums.graphql";
import { Organisme, organisme } from "../organisme.ref";
import type { CauseCloture, StatutExamen } from "./cycle-examen";
import type { ExamenRow } from "./examen.repository";
import type { DecisionExamen, FondementManquement } from "./examiner-absence";

@ObjectType("PreuveConvocation", { simpleResolvers: true, description: "Ce que le hub tient d’une convocation et de son arrivée." })
export class PreuveConvocationType {
  @Field(() => ID, { description: "Le rendez-vous manqué." })
  rendezVous: string;
  @Field(() => HorodatageScalar, { description: "Début de ce rendez-vous." })
  debut: Date;
  @Field(() => Int, { description: "Rang de la convocation, 1 ou 2." })
  rang: number;
  @Field(() => String, { description: "Comment elle est partie (CanalConvocation)." })
  canal: string;
  @Field(() => HorodatageScalar, { description: "Quand elle est partie." })
  envoyeeLe: Date;
  @Field(() => String, { nullable: true, description: "Référence de la lettre, du lot ou du bordereau ; jamais le contenu." })
  preuve: string | null;
  @Field(() => DateScalar, { description: "Jour où elle est présumée arrivée, d’après son canal. Une présomption n’est pas une preuve." })
  presumeeRecueLe: string;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand elle a été remise, si quelqu’un l’a constaté." })
  remiseLe: Date | null;
  @Field(() => String, { nullable: true, description: "Pourquoi elle n’a pas pu être remise (EchecRemise)." })
  echecRemise: string | null;
  @Field(() => Boolean, { description: "Vrai si elle laissait le préavis du département avant le rendez-vous." })
  preavisRespecte: boolean;
}

@ObjectType("EtapeExamen", { simpleResolvers: true, description: "Un changement d’état de l’examen ; l’historique les garde tous." })
export class EtapeExamenType {
  @Field(() => StatutExamenEnum, { nullable: true, description: "État d’avant ; nul à l’inscription." })
  avant: StatutExamen | null;
  @Field(() => StatutExamenEnum, { description: "État d’après." })
  apres: StatutExamen;
  @Field(() => CauseClotureExamenEnum, { nullable: true, description: "Cause d’une clôture." })
  cause: CauseCloture | null;
  @Field(() => HorodatageScalar, { description: "Quand." })
  le: Date;
  @Field(() => Boolean, { description: "Vrai si un agent l’a décidé ; faux si les faits seuls ont changé." })
  parUnAgent: boolean;
}

@ObjectType("ExamenAbsence", {
  simpleResolvers: true,
  description:
    "Absence injustifiée à la deuxième convocation, avec la preuve des deux envois. Un agent l’examine ; une règle n’ouvre jamais rien.",
})
export class ExamenAbsenceType {
  @Field(() => ID, { description: "Identifiant de l’examen." })
  id: string;
  @Field(() => Allocataire, { nullable: true, description: "La personne." })
  allocataire: Allocataire | null;
  @Field(() => FamilleMotifEnum, { description: "À quoi servaient les rendez-vous manqués." })
  famille: FamilleMotif;
  @Field(() => StatutExamenEnum, { description: "Où en est l’examen." })
  statut: StatutExamen;
  @Field(() => HorodatageScalar, { description: "Quand l’absence est entrée sur la liste." })
  inscriteLe: Date;
  @Field(() => PreuveConvocationType, { nullable: true, description: "La première convocation, si le hub la tient encore." })
  premiere: PreuveConvocationType | null;
  @Field(() => PreuveConvocationType, { nullable: true, description: "La seconde convocation, si le hub la tient encore." })
  seconde: PreuveConvocationType | null;
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [String], { description: "Ce qui affaiblit la preuve des convocations, en phrases ; vide quand rien ne manque." })
  faiblesses: string[];
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand l’examen s’est clos." })
  closeLe: Date | null;
  @Field(() => CauseClotureExamenEnum, { nullable: true, description: "Pourquoi il s’est clos." })
  cause: CauseCloture | null;
  @Field(() => DecisionExamenEnum, { nullable: true, description: "Dernière décision d’un agent, s’il y en a une." })
  decision: DecisionExamen | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si un agent a reconnu un motif légitime." })
  motifLegitime: boolean | null;
  @Field(() => FondementManquementEnum, { nullable: true, description: "Fondement retenu par l’agent." })
  fondement: FondementManquement | null;
  @Field(() => String, { nullable: true, description: "Observations de l’agent." })
  observations: string | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand un agent a décidé." })
  examineeLe: Date | null;
  @Field(() => Organisme, { nullable: true, description: "Organisme de l’agent qui a décidé." })
  examineePar: Organisme | null;
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [EtapeExamenType], { description: "Tous les changements, le plus ancien d’abord." })
  historique: EtapeExamenType[];

  static de({ allocataire: id, examineePar, preuves, ...row }: ExamenRow, regles: ReglesConvocation): ExamenAbsenceType {
    const premiere = preuves.find((p) => p.place === "premiere") ?? null;
    const seconde = preuves.find((p) => p.place === "seconde") ?? null;
    return Object.assign(new ExamenAbsenceType(), {
      ...row,
      allocataire: allocataire(id),
      examineePar: organisme(examineePar),
      premiere: premiere && preuve(premiere, regles),
      seconde: seconde && preuve(seconde, regles),
      faiblesses: [...faiblesses("La première convocation", premiere, regles), ...faiblesses("La seconde convocation", seconde, regles)],
    });
  }
}

function preuve(p: PreuveConvocation, regles: ReglesConvocation): PreuveConvocationType {
  const { presumee, connue } = reception(p, regles);
  return Object.assign(new PreuveConvocationType(), {
    ...p,
    presumeeRecueLe: presumee,
    preavisRespecte: preavisRespecte(connue ?? presumee, civilDateOf(p.debut), regles),
  });
}
