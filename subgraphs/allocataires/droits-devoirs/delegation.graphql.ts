import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Mutation, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acte } from "../acte.graphql";
import type { Organisme } from "../organisme/organisme";
import { OrganismeType } from "../organisme/organisme.graphql";
import { organismeParId } from "../organisme/organisme.repository";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { lireActeur } from "../situation.repository";
import { type DelegationSanction, refusDeDelegation, refusDeFin } from "./delegation";
import { DelegationsRepository, delegationsLues } from "./delegation.repository";

const CLE = { nullable: true, description: "Clé d’idempotence." } as const;

@ObjectType("DelegationSanction", {
  simpleResolvers: true,
  description: "Délégation écrite du président du conseil départemental pour décider des sanctions (CASF L. 262-37).",
})
export class DelegationSanctionType {
  @Field(() => ID, { description: "Identifiant de la délégation." })
  id: string;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour ; nul tant qu’aucune fin n’est fixée." })
  au: string | null;
  @Field(() => String, { description: "Référence de l’acte écrit." })
  reference: string;
}

const DeleguerSanctionResultat = resultatOuRefus("DeleguerSanctionResultat", DelegationSanctionType, "DelegationSanction");
const FinirDelegationSanctionResultat = resultatOuRefus("FinirDelegationSanctionResultat", DelegationSanctionType, "DelegationSanction");

@ArgsType()
class DeleguerSanctionArgs {
  @Field(() => ID, { description: "Organisme qui reçoit la délégation." })
  organisme: string;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour." })
  au?: string | null;
  @Field(() => String, { description: "Référence de l’acte écrit." })
  reference: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
class FinirDelegationSanctionArgs {
  @Field(() => ID, { description: "La délégation." })
  delegation: string;
  @Field(() => DateScalar, { description: "Dernier jour, ce jour ou plus tard." })
  au: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver(() => DelegationSanctionType)
export class DelegationsDeSanction {
  @Directive('@requiresScopes(scopes: [["sanction.lire"]])')
  @Directive("@listSize(assumedSize: 10)")
  @Query(() => [DelegationSanctionType], { nullable: true, description: "Délégations de décision des sanctions, la plus récente d’abord." })
  async delegationsSanction(@Ctx() ctx: RequestContext): Promise<DelegationSanction[]> {
    return delegationsLues(await ctx.read());
  }

  @FieldResolver(() => OrganismeType, { nullable: true, description: "Organisme délégataire." })
  organisme(@Root() delegation: DelegationSanction, @Ctx() ctx: RequestContext): Promise<Organisme | null> {
    return ctx.loader(organismeParId).load(delegation.organisme);
  }

  @Directive('@requiresScopes(scopes: [["sanction.decider"]])')
  @Mutation(() => DeleguerSanctionResultat, { description: "Enregistre une délégation écrite pour décider des sanctions." })
  deleguerSanction(
    @Args(() => DeleguerSanctionArgs) demande: DeleguerSanctionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<DelegationSanction | Refus> {
    return acteSurDelegation(ctx, "deleguerSanction", demande, async ({ tx }) => {
      const delegations = new DelegationsRepository(tx);
      const acteur = await lireActeur(tx);
      const organisme = await delegations.organisme(demande.organisme);
      const refusee = refusDeDelegation(acteur, organisme, await delegations.de(demande.organisme), demande);
      return refusee ?? delegations.ajouter(organisme!.departement, demande, acteur.organisme, ctx.now());
    });
  }

  @Directive('@requiresScopes(scopes: [["sanction.decider"]])')
  @Mutation(() => FinirDelegationSanctionResultat, {
    description: "Met fin à une délégation ; ce qui a été décidé pendant qu’elle valait reste décidé.",
  })
  finirDelegationSanction(
    @Args(() => FinirDelegationSanctionArgs) demande: FinirDelegationSanctionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<DelegationSanction | Refus> {
    return acteSurDelegation(ctx, "finirDelegationSanction", demande, async ({ tx }) => {
      const delegations = new DelegationsRepository(tx);
      const delegation = await delegations.parId(demande.delegation);
      const refusee = refusDeFin(await lireActeur(tx), delegation, demande.au, ctx.today());
      return refusee ?? delegations.finir(delegation!, demande.au);
    });
  }
}

const acteSurDelegation = (
  ctx: RequestContext,
  mutation: string,
  demande: { cleIdempotence?: string | null },
  apply: (ecriture: WritingTransaction) => Promise<DelegationSanction | Refus>,
): Promise<DelegationSanction | Refus> =>
  acte<DelegationSanction>(ctx, {
    mutation,
    demande,
    apply,
    idOf: ({ id }) => id,
    reload: async (id, { tx }) => (await new DelegationsRepository(tx).parId(id)) ?? refus("DELEGATION_INTROUVABLE", "delegation"),
  });
