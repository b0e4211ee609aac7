import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { civilDateOf } from "../../shared/civil-date";
import type { RequestContext } from "../../shared/context";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { DonneeRectifiable, NatureDemandeDeDroits, StatutDemandeDeDroits, TraitementOpposable } from "../enums.graphql";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import type * as mots from "../vocabulaire";
import type { DemandeLue } from "./demande.repository";
import { RECOURS, sourceEnRetard } from "./demande-de-droits";
import { DONNEES } from "./donnees-rectifiables";
import { TRAITEMENTS } from "./traitements";

@ObjectType("DemandeDeDroits", {
  simpleResolvers: true,
  description: "Demande d’une personne sur ses données (RGPD, articles 15 à 21), avec le délai dans lequel il lui est répondu.",
})
export class DemandeDeDroitsType {
  @Field(() => ID, { description: "Identifiant de la demande." })
  id: string;
  @Field(() => NatureDemandeDeDroits, { description: "Droit exercé." })
  nature: mots.NatureDemande;
  @Field(() => StatutDemandeDeDroits, { description: "Étape." })
  statut: mots.StatutDemande;
  @Field(() => DonneeRectifiable, { nullable: true, description: "Donnée sur laquelle elle porte." })
  donnee: mots.DonneeRectifiable | null;
  @Field(() => String, { nullable: true, description: "Ce que la personne demande ou conteste, dans ses mots." })
  precisions: string | null;
  @Field(() => DateScalar, { description: "Reçue le." })
  recueLe: string;
  @Field(() => DateScalar, { description: "Réponse due le : un mois, trois si elle est prolongée (RGPD, article 12, 3)." })
  limite: string;
  @Field(() => DateScalar, { nullable: true, description: "Prolongée le." })
  prolongeeLe: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Répondue le." })
  statueeLe: string | null;
  @Field(() => String, { nullable: true, description: "Pourquoi elle est refusée, prolongée ou levée." })
  motifDecision: string | null;
  @Field(() => [String], { description: "Champs contestés ou limités." })
  champs: string[];
  @Field(() => HorodatageScalar, { nullable: true, description: "Demandée à l’organisme payeur le : dépôt du fichier signé qui la porte." })
  envoyeeLe: Date | null;
  @Field(() => String, { nullable: true, description: "Organisme payeur à qui elle est demandée (CAF ou MSA)." })
  envoyeeA: string | null;
  @Field(() => HorodatageScalar, { description: "Enregistrée dans le hub le." })
  creeLe: Date;
}

@ObjectType("TraitementVise", {
  simpleResolvers: true,
  description: "Traitement auquel la personne s’oppose, et ce que l’opposition arrête.",
})
export class TraitementViseType {
  @Field(() => TraitementOpposable, { description: "Le traitement." })
  traitement: mots.TraitementOpposable;
  @Field(() => String, { description: "Le traitement, en mots." })
  libelle: string;
  @Field(() => String, { description: "Ce qui s’arrête." })
  effet: string;
}

@Resolver(() => DemandeDeDroitsType)
export class DetailDeLaDemandeDeDroits {
  @FieldResolver(() => Boolean, { description: "Vrai si la réponse est due et que le délai est passé." })
  enRetard(@Root() d: DemandeLue, @Ctx() ctx: RequestContext): boolean {
    return d.statueeLe === null && d.limite < ctx.today();
  }

  @FieldResolver(() => Boolean, {
    description: "Vrai si la correction est demandée à la source depuis plus d’un mois, et qu’aucun flux ne l’a faite.",
  })
  sourceEnRetard(@Root() d: DemandeLue, @Ctx() ctx: RequestContext): boolean {
    return sourceEnRetard(d.statut, d.envoyeeLe && civilDateOf(d.envoyeeLe), ctx.today());
  }

  @FieldResolver(() => String, { nullable: true, description: "Voies de recours à dire à la personne dont la demande est refusée." })
  recours(@Root() d: DemandeLue): string | null {
    return d.statut === "REFUSEE" ? RECOURS : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Mutation par laquelle un professionnel corrige la donnée, quand le hub ne le fait pas de lui-même.",
  })
  acte(@Root() d: DemandeLue): string | null {
    return d.donnee === null ? null : (DONNEES[d.donnee].acte ?? null);
  }

  @Directive("@listSize(assumedSize: 4)")
  @FieldResolver(() => [TraitementViseType], { description: "Traitements auxquels la personne s’oppose." })
  traitements(@Root() d: DemandeLue): TraitementViseType[] {
    return d.traitements.map((traitement) => ({
      traitement,
      libelle: TRAITEMENTS[traitement].libelle,
      effet: TRAITEMENTS[traitement].effet,
    }));
  }

  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @FieldResolver(() => AllocataireType, { nullable: true, description: "La personne." })
  async allocataire(@Root() d: DemandeLue, @Ctx() ctx: RequestContext): Promise<Allocataire | null> {
    const personne = await ctx.loader(allocataireParId).load(d.allocataire);
    if (personne) ctx.saw([personne.id]);
    return personne;
  }
}
