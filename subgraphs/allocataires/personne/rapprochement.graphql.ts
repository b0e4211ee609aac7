import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { SystemeSource } from "../../shared/contrat/enums";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { pageSize } from "../../shared/page";
import type { Allocataire } from "./allocataire";
import { AllocataireType } from "./allocataire.graphql";
import { allocataireParId } from "./allocataire.repository";
import { listerRapprochements, type Rapprochement, type ScoreCandidat } from "./rapprochement.repository";

@ObjectType("IdentiteRecue", { simpleResolvers: true, description: "Identité telle qu’un système l’a envoyée." })
export class IdentiteRecueType {
  @Field(() => String, { description: "Nom reçu." })
  nom: string;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [String], { description: "Prénoms reçus." })
  prenoms: string[];
  @Field(() => String, { nullable: true, description: "Date de naissance reçue, telle quelle." })
  dateNaissance: string | null;
  @Field(() => String, { nullable: true, description: "Commune reçue." })
  commune: string | null;
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [String], { description: "Pourquoi le hub n’a pas conclu seul." })
  raisons: string[];
}

@ObjectType("ScoreCandidat", { simpleResolvers: true, description: "Ressemblance d’une personne connue avec l’identité reçue." })
export class ScoreCandidatType {
  @Field(() => ID, { description: "La candidate." })
  allocataire: string;
  @Field(() => Int, { description: "De 0 à 100 ; 100 est ce qu’il faut pour rattacher seul, quand rien d’autre n’en fait douter." })
  score: number;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [String], { description: "Ce qui les rapproche et ce qui les sépare." })
  raisons: string[];
}

@ObjectType("Rapprochement", { simpleResolvers: true, description: "Identité reçue que le hub n’a pas pu rattacher seul à une personne." })
export class RapprochementType {
  @Field(() => ID, { description: "Identifiant du rapprochement." })
  id: string;
  @Field(() => String, { description: "Ce que la recherche a donné." })
  resultat: string;
  @Field(() => String, { description: "Étape : à traiter, résolu, rejeté." })
  statut: string;
  @Field(() => SystemeSource, { description: "Système qui a envoyé l’identité." })
  source: SystemeSource;
  @Field(() => HorodatageScalar, { description: "Réception." })
  creeLe: Date;
  @Field(() => IdentiteRecueType, { description: "Identité reçue." })
  recu: IdentiteRecueType;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [ScoreCandidatType], {
    description: "Ressemblance de chaque candidate, de la plus forte à la plus faible ; vide pour un rapprochement ancien.",
  })
  scores: ScoreCandidat[];
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand il a été tranché." })
  decideLe: Date | null;
  @Field(() => String, { nullable: true, description: "Qui l’a tranché : l’agent, sinon le système." })
  decidePar: string | null;
}

@Resolver(() => RapprochementType)
export class Rapprochements {
  @Directive('@requiresScopes(scopes: [["allocataires.lire", "rapprochement.trancher"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  @Query(() => [RapprochementType], { nullable: true, description: "Identités à rattacher, de la plus ancienne à la plus récente." })
  async rapprochements(
    @Arg("statut", () => String, { nullable: true, description: "Seulement cette étape." }) statut: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "Nombre, de 1 à 200." }) first: number | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Rapprochement[]> {
    return listerRapprochements(await ctx.read(), statut ?? null, pageSize(first, 50));
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [AllocataireType], { description: "Personnes possibles, parmi celles que l’appelant peut lire." })
  async candidats(@Root() rapprochement: Rapprochement, @Ctx() ctx: RequestContext): Promise<Allocataire[]> {
    const personnes = await ctx.loader(allocataireParId).loadMany(rapprochement.candidats);
    const lues = personnes.flatMap((p) => (p instanceof Error || p === null ? [] : [p]));
    ctx.saw(lues.map((p) => p.id));
    return lues;
  }

  @FieldResolver(() => AllocataireType, {
    nullable: true,
    description: "La personne : celle créée en attendant, puis celle retenue. Nulle si l’appelant ne peut pas la lire.",
  })
  async allocataire(@Root() rapprochement: Rapprochement, @Ctx() ctx: RequestContext): Promise<Allocataire | null> {
    const personne = rapprochement.allocataireId && (await ctx.loader(allocataireParId).load(rapprochement.allocataireId));
    if (!personne) return null;
    ctx.saw([personne.id]);
    return personne;
  }
}
