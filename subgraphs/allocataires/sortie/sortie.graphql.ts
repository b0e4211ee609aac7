import { Ctx, Directive, Field, FieldResolver, Float, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import { NatureSortie, TypeContratTravail } from "../enums.graphql";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import type * as mots from "../vocabulaire";
import type { RepriseEmploi, SortieParcours } from "./sortie";
import { motifClotureParSortie, reprisesParAllocataire, sortiesParAllocataire } from "./sortie.repository";

@ObjectType("SortieParcours", { simpleResolvers: true, description: "Sortie du parcours d’insertion." })
export class SortieParcoursType {
  @Field(() => ID, { description: "Identifiant de la sortie." })
  id: string;
  @Field(() => NatureSortie, { description: "Raison." })
  nature: mots.NatureSortie;
  @Field(() => Boolean, { description: "Vrai pour une sortie vers l’emploi, la formation ou la création d’activité." })
  positive: boolean;
  @Field(() => DateScalar, { description: "Jour de la sortie." })
  date: string;
  @Field(() => String, { nullable: true, description: "Ce qui la prouve : contrat de travail, attestation, courrier." })
  preuve: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de son annulation ; nul tant qu’elle vaut." })
  annuleeLe: string | null;
  @Field(() => Provenance, { description: "Qui l’a déclarée." })
  provenance: Provenance;
}

@Resolver(() => SortieParcoursType)
export class DetailDeLaSortie {
  @FieldResolver(() => String, {
    nullable: true,
    description: "Motif de clôture du dossier RSA le plus proche de la sortie, tel que l’organisme payeur le dit (code MOTICLORSA).",
  })
  motifClotureCaf(@Root() sortie: SortieParcours, @Ctx() ctx: RequestContext): Promise<string | null> {
    return ctx.loader(motifClotureParSortie).load(sortie.id);
  }
}

@ObjectType("RepriseEmploi", { simpleResolvers: true, description: "Reprise d’un emploi ou d’une activité." })
export class RepriseEmploiType {
  @Field(() => ID, { description: "Identifiant de la reprise." })
  id: string;
  @Field(() => DateScalar, { description: "Premier jour." })
  debut: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour prévu." })
  fin: string | null;
  @Field(() => TypeContratTravail, { description: "Type de contrat." })
  typeContrat: mots.TypeContratTravail;
  @Field(() => Int, { nullable: true, description: "Durée prévue, en mois." })
  dureeMois: number | null;
  @Field(() => Float, { nullable: true, description: "Part d’un temps plein, de 0 à 1." })
  quotite: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Vrai si la personne est encore en emploi six mois après ; nul tant que ce n’est pas constaté.",
  })
  presentA6Mois: boolean | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour jusqu’où l’emploi a été suivi." })
  suiviJusque: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour constaté ; nul tant que l’emploi dure." })
  termineeLe: string | null;
  @Field(() => Provenance, { description: "Qui l’a déclarée." })
  provenance: Provenance;
}

@Resolver(() => AllocataireType)
export class SortiesDeLAllocataire {
  @Directive("@listSize(assumedSize: 2)")
  @FieldResolver(() => [SortieParcoursType], { description: "Sorties du parcours, la plus récente d’abord." })
  sorties(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<SortieParcours[]> {
    return ctx.loader(sortiesParAllocataire).load(personne.id);
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [RepriseEmploiType], { description: "Reprises d’emploi, la plus récente d’abord." })
  reprisesEmploi(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<RepriseEmploi[]> {
    return ctx.loader(reprisesParAllocataire).load(personne.id);
  }
}
