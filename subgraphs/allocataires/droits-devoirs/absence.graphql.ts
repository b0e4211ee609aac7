import { Arg, Ctx, Directive, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import { pageSize } from "../../shared/page";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import { type AbsencesAExaminer, absencesAExaminer } from "./absence.repository";
import { RendezVousRef } from "./rendez-vous.ref";

const PAR_DEFAUT = 50;

@ObjectType("AbsencesAExaminer", {
  simpleResolvers: true,
  description: "Personne absente à la première puis à la deuxième convocation. Un agent examine : rien n’est ouvert.",
})
export class AbsencesAExaminerType {
  @Field(() => DateScalar, { description: "Jour de la dernière absence." })
  derniere: string;
  @Field(() => Boolean, { description: "Vrai si l’outil de rendez-vous dit que chaque convocation est arrivée." })
  convocationsRemises: boolean;
}

@Resolver(() => AbsencesAExaminerType)
export class AbsencesAuxConvocations {
  @Directive('@requiresScopes(scopes: [["manquement.signaler"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  @Query(() => [AbsencesAExaminerType], {
    nullable: true,
    description:
      "Personnes absentes deux fois, sans manquement enregistré ni présence depuis, la plus récente d’abord. Une règle n’ouvre jamais de procédure.",
  })
  async absencesAExaminer(
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "Nombre de personnes, de 1 à 200." }) first:
      | number
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<AbsencesAExaminer[]> {
    const absences = await absencesAExaminer(await ctx.read(), pageSize(first, PAR_DEFAUT));
    ctx.saw(absences.map(({ allocataire }) => allocataire));
    return absences;
  }

  @FieldResolver(() => AllocataireType, { description: "La personne." })
  allocataire(@Root() absences: AbsencesAExaminer, @Ctx() ctx: RequestContext): Promise<Allocataire | null> {
    return ctx.loader(allocataireParId).load(absences.allocataire);
  }

  @Directive("@listSize(assumedSize: 2)")
  @FieldResolver(() => [RendezVousRef], { description: "Rendez-vous manqués, le plus ancien d’abord." })
  rendezVous(@Root() absences: AbsencesAExaminer): RendezVousRef[] {
    return absences.rendezVous.map((id) => ({ id }));
  }
}
