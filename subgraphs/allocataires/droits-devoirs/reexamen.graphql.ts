import { Arg, Ctx, Directive, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { pageSize } from "../../shared/page";
import { RaisonReexamen } from "../enums.graphql";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import type * as mots from "../vocabulaire";
import { type SanctionAReexaminer, sanctionsAReexaminer, sanctionsATransmettre } from "./reexamen.repository";
import type { Sanction } from "./sanction";
import { SanctionType } from "./sanction.graphql";
import { sanctionParId } from "./sanction.repository";

const PAR_DEFAUT = 50;
const LIRE = '@requiresScopes(scopes: [["sanction.lire"]])';
const LISTE = '@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)';
const FIRST = { nullable: true, defaultValue: PAR_DEFAUT, description: "Nombre de procédures, de 1 à 200." } as const;

/** What an agent reads of each reason. */
const EXPLICATIONS: Record<mots.RaisonReexamen, string> = {
  FONDEMENT_DISPARU: "La sanction antérieure qui la fondait, ou qui en permettait la durée, est annulée, ou levée avant d’avoir couru.",
  MOTIF_LEGITIME: "Un motif légitime est reconnu pour ce manquement.",
  ABSENCE_EXCUSEE: "Le rendez-vous manqué n’est plus une absence sans excuse.",
  PERSONNE_SORTIE: "La personne est sortie du parcours.",
  PLUS_SOUMISE: "La personne n’est plus soumise aux droits et devoirs.",
};

@ObjectType("SanctionAReexaminer", {
  simpleResolvers: true,
  description: "Sanction décidée dont ce qui la fonde a changé. Une personne l’examine : rien n’est levé ni annulé.",
})
export class SanctionAReexaminerType {
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [RaisonReexamen], { description: "Ce qui a changé." })
  raisons: mots.RaisonReexamen[];
}

@Resolver(() => SanctionAReexaminerType)
export class SanctionsAReexaminer {
  @Directive(LIRE)
  @Directive(LISTE)
  @Query(() => [SanctionAReexaminerType], {
    nullable: true,
    description:
      "Sanctions décidées à réexaminer, la dernière décidée d’abord (CASF L. 262-37). Aucune règle ne les lève ni ne les annule.",
  })
  async sanctionsAReexaminer(
    @Arg("departement", () => String, { nullable: true, description: "Code du département ; par défaut, tous ceux qui se lisent." })
    departement: string | null,
    @Arg("first", () => Int, FIRST) first: number | null,
    @Ctx() ctx: RequestContext,
  ): Promise<SanctionAReexaminer[]> {
    const sanctions = await sanctionsAReexaminer(await ctx.read(), pageSize(first, PAR_DEFAUT), departement ?? null);
    ctx.saw(sanctions.map(({ allocataire }) => allocataire));
    return sanctions;
  }

  @FieldResolver(() => SanctionType, { description: "La procédure." })
  sanction(@Root() { sanction }: SanctionAReexaminer, @Ctx() ctx: RequestContext): Promise<Sanction | null> {
    return ctx.loader(sanctionParId).load(sanction);
  }

  @FieldResolver(() => AllocataireType, { description: "La personne." })
  allocataire(@Root() { allocataire }: SanctionAReexaminer, @Ctx() ctx: RequestContext): Promise<Allocataire | null> {
    return ctx.loader(allocataireParId).load(allocataire);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [String], { description: "Les mêmes raisons, en clair." })
  explications(@Root() { raisons }: SanctionAReexaminer): string[] {
    return raisons.map((raison) => EXPLICATIONS[raison]);
  }

  @Directive(LIRE)
  @Directive(LISTE)
  @Query(() => [SanctionType], {
    nullable: true,
    description: "Sanctions décidées, levées ou annulées dont l’organisme payeur n’est pas encore informé, la plus ancienne d’abord.",
  })
  async sanctionsATransmettre(
    @Arg("departement", () => String, { nullable: true, description: "Code du département ; par défaut, tous ceux qui se lisent." })
    departement: string | null,
    @Arg("first", () => Int, FIRST) first: number | null,
    @Ctx() ctx: RequestContext,
  ): Promise<(Sanction | null)[]> {
    const sanctions = await sanctionsATransmettre(await ctx.read(), pageSize(first, PAR_DEFAUT), departement ?? null);
    ctx.saw(sanctions.map(({ allocataire }) => allocataire));
    const lues = ctx.loader(sanctionParId);
    return Promise.all(sanctions.map(({ id }) => lues.load(id)));
  }
}
