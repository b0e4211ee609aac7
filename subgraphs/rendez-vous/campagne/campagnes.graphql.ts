import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  createUnionType,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import type { Transaction } from "../../shared/database";
import { once } from "../../shared/idempotence";
import type { Portee } from "../../shared/identity";
import type { SubgraphDependencies } from "../../shared/module";
import { isUuid, pageSize } from "../../shared/page";
import { auteur } from "../auteur";
import { refusPreuve } from "../convocation/envoi";
import { type CanalConvocation, REGLES_PAR_DEFAUT, type ReglesConvocation } from "../convocation/regles-convocation";
import type { FamilleMotif } from "../correspondances-rdv";
import { CanalConvocationEnum, FamilleMotifEnum } from "../enums.graphql";
import { CLE } from "../rendez-vous-mutations.graphql";
import { AffectationCampagne, Campagne, PreparationCampagne, SelectionCampagneInput, selectionDe } from "./campagne.graphql";
import { type CampagneRow, campagneParId, ecrireCampagne, listerCampagnes } from "./campagne.repository";
import { preparer } from "./preparation.repository";
import { type DemandeCampagne, refusCampagne } from "./selection";

const PAR_DEFAUT = 50;
const LancerCampagneResultat = createUnionType({
  name: "LancerCampagneResultat",
  description: "La campagne lancée, ou le refus.",
  types: () => [Campagne, Refus] as const,
});

@ArgsType()
class CampagneArgs {
  @Field(() => SelectionCampagneInput, { description: "Qui convoquer." })
  selection: SelectionCampagneInput;
  @Field(() => DateScalar, { description: "Premier jour des réunions." })
  du: string;
  @Field(() => DateScalar, { description: "Dernier jour, compris ; 92 jours au plus." })
  au: string;
  @Field(() => CanalConvocationEnum, { description: "Comment partent les convocations : le délai postal en dépend." })
  canal: CanalConvocation;
  @Field(() => FamilleMotifEnum, { nullable: true, defaultValue: "ORIENTATION", description: "À quoi servent les réunions." })
  famille?: FamilleMotif | null;
  @Field(() => String, { nullable: true, description: "Référence du lot d’envoi ; jamais le contenu." })
  preuve?: string | null;
}

const demandeDe = (a: CampagneArgs): DemandeCampagne => ({
  selection: selectionDe(a.selection),
  famille: a.famille ?? "ORIENTATION",
  du: a.du,
  au: a.au,
  canal: a.canal,
  preuve: a.preuve ?? null,
});

@Resolver(() => PreparationCampagne)
export class PreparationsDeCampagne {
  private readonly regles: ReglesConvocation;
  constructor({ convocation }: SubgraphDependencies) {
    this.regles = convocation ?? REGLES_PAR_DEFAUT;
  }

  @Query(() => PreparationCampagne, {
    nullable: true,
    description:
      "Ce qu’une campagne ferait : les places d’abord, puis les personnes, de la dernière entrée à la première ; qui, où, et pour les autres pourquoi non. Rien n’est écrit. Réservé au Département.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async preparerCampagne(@Ctx() ctx: RequestContext, @Args(() => CampagneArgs) args: CampagneArgs): Promise<PreparationCampagne> {
    const demande = demandeDe(args);
    const refus = refusCampagne(demande, await droitsDe(ctx, await ctx.read()), ctx.today());
    if (refus) throw new CodedError(refus.code === "CAMPAGNE_RESERVEE" ? "FORBIDDEN" : "ARGUMENT_INVALIDE", refus.message);
    return PreparationCampagne.de(await preparer(await ctx.read(), demande, this.regles, ctx.now()));
  }

  @FieldResolver(() => [AffectationCampagne], { description: "Les personnes, dans leur ordre, et ce qui les attend." })
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  personnesRegardees(
    @Root() { affectations }: PreparationCampagne,
    @Ctx() ctx: RequestContext,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
    @Arg("saut", () => Int, { nullable: true, defaultValue: 0, description: "Personnes à passer, pour lire la suite." }) saut:
      | number
      | null,
  ): AffectationCampagne[] {
    const debut = Math.max(saut ?? 0, 0);
    const page = affectations.slice(debut, debut + pageSize(first, PAR_DEFAUT));
    ctx.saw(page.map((a) => a.allocataire));
    return page.map(AffectationCampagne.de);
  }

  @Mutation(() => LancerCampagneResultat, {
    description:
      "Lance une campagne. Les convocations partent par lots, en tâche de fond : chaque personne est regardée à nouveau à son tour. Lancée deux fois, elle ne convoque personne deux fois ; interrompue, elle reprend.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async lancerCampagne(
    @Ctx() ctx: RequestContext,
    @Args(() => CampagneArgs) args: CampagneArgs,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<Campagne | Refus> {
    const demande = demandeDe(args);
    const result = await once<CampagneRow>(ctx, {
      schema: "rendez_vous",
      mutation: "lancerCampagne",
      cle,
      payload: demande,
      apply: (writing) => lancer(demande, this.regles, ctx, writing),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) =>
        (await campagneParId(tx, id)) ?? Refus.de("CAMPAGNE_INTROUVABLE", "Cette campagne n’est plus dans votre périmètre."),
    });
    return result instanceof Refus ? result : Campagne.de(result);
  }

  @Query(() => Campagne, { nullable: true, description: "Une campagne et ce qu’elle a fait, ou rien." })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  async campagne(@Ctx() ctx: RequestContext, @Arg("id", () => ID, { description: "Identifiant." }) id: string): Promise<Campagne | null> {
    const row = isUuid(id) && (await ctx.rights()).portee === "departement" ? await campagneParId(await ctx.read(), id) : null;
    return row && Campagne.de(row);
  }

  @Query(() => [Campagne], {
    nullable: true,
    description: "Campagnes du département, la dernière lancée d’abord. Vide pour qui ne le voit pas en entier.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async campagnes(
    @Ctx() ctx: RequestContext,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
  ): Promise<Campagne[]> {
    const nombre = pageSize(first, PAR_DEFAUT);
    return (await ctx.rights()).portee === "departement" ? (await listerCampagnes(await ctx.read(), nombre)).map(Campagne.de) : [];
  }
}

/** France Travail sees the whole département, and convenes to its own appointments: a campaign fills the meetings of the Département. */
async function droitsDe(ctx: RequestContext, tx: Transaction): Promise<{ portee: Portee; departements: string[] }> {
  const { portee, departements } = await ctx.rights();
  return { portee: (await auteur(ctx, tx)).source === "DEPARTEMENT" ? portee : "aucune", departements };
}

async function lancer(
  demande: DemandeCampagne,
  regles: ReglesConvocation,
  ctx: RequestContext,
  { tx, publish, trace }: WritingTransaction,
): Promise<CampagneRow | Refus> {
  const refus = refusCampagne(demande, await droitsDe(ctx, tx), ctx.today()) ?? refusPreuve(demande.preuve);
  if (refus) return refus;
  const { affectations, premierJour } = await preparer(tx, demande, regles, ctx.now());
  if (!affectations.some((a) => a.issue === "CONVOQUEE"))
    return Refus.de("PERSONNE_A_CONVOQUER", "Aucune personne ne peut être convoquée : « preparerCampagne » dit pourquoi.", {
      champ: "selection",
    });
  const { source, organisme, client } = await auteur(ctx, tx);
  const { agent, finalite, departement: code } = ctx.requireCaller();
  const id = await ecrireCampagne(
    tx,
    demande,
    premierJour,
    affectations,
    { source, client, organisme, agent, finalite: finalite ?? "" },
    ctx.now(),
  );
  const { famille, du, au, canal, selection } = demande;
  const donnees = { campagne: id, famille, du, au, canal, rang: selection.rang, personnes: affectations.length };
  await publish({ type: "CampagneLancee", departement: selection.departement ?? code, allocataire: null, donnees });
  const aConvoquer = affectations.filter((a) => a.issue === "CONVOQUEE").map((a) => a.allocataire);
  await trace(aConvoquer, ["Participation.convocation"]);
  return (await campagneParId(tx, id))!;
}
