import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { SystemeSource } from "../../shared/contrat/enums";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { pageSize } from "../../shared/page";
import type { Allocataire } from "./allocataire";
import { AllocataireType } from "./allocataire.graphql";
import { allocataireParId } from "./allocataire.repository";
import { listerRapprochements, type Rapprochement } from "./rapprochement.repository";

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
}
