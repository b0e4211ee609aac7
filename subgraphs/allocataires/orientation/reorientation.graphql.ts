import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { isUuid } from "../../shared/page";
import { acte, acteSur } from "../acte.graphql";
import { confierAuxRemplacants } from "../portefeuille/remplacement.repository";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { situationVerrouillee } from "../situation.repository";
import type { Orientation } from "./orientation";
import { OrientationType } from "./orientation.graphql";
import { orientationParId } from "./orientation.repository";
import { proposerReorientation } from "./proposerReorientation";
import { PropositionsRepository, ReorientationsRepository } from "./reorientation.repository";
import { statuerReorientation } from "./statuerReorientation";

const ProposerReorientationResultat = resultatOuRefus("ProposerReorientationResultat", OrientationType, "Orientation");
const StatuerReorientationResultat = resultatOuRefus("StatuerReorientationResultat", OrientationType, "Orientation");
const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;

@ArgsType()
export class ProposerReorientationArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => String, { description: "Parcours proposé : code d’un parcours local du département." })
  parcours: string;
  @Field(() => String, { description: "Motif de la proposition." })
  motif: string;
  @Field(() => ID, { nullable: true, description: "Organisme référent proposé ; sinon, l’instance choisira." })
  organisme?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
export class StatuerReorientationArgs {
  @Field(() => ID, { description: "Orientation proposée." })
  orientation: string;
  @Field(() => Boolean, { description: "Vrai pour accepter." })
  accepter: boolean;
  @Field(() => DateScalar, { description: "Jour de l’examen par l’instance d’orientation pluridisciplinaire." })
  le: string;
  @Field(() => String, { description: "Motif de la décision." })
  motif: string;
  @Field(() => ID, {
    nullable: true,
    description:
      "Organisme référent. À défaut : celui de la proposition, sinon l’organisme actuel s’il suit déjà des personnes dans ce parcours.",
  })
  organisme?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "Référent unique, de cet organisme ; à défaut le référent actuel, si l’organisme ne change pas.",
  })
  referent?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class Reorientations {
  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => ProposerReorientationResultat, {
    description:
      "Propose une réorientation, étudiée par l’instance d’orientation pluridisciplinaire. L’orientation en cours continue (CASF L. 262-31).",
  })
  proposerReorientation(
    @Args(() => ProposerReorientationArgs) demande: ProposerReorientationArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Orientation | Refus> {
    return acteSur<Orientation>(ctx, {
      mutation: "proposerReorientation",
      demande,
      apply: (situation, ecriture) =>
        proposerReorientation(
          situation,
          demande,
          new PropositionsRepository(ecriture.tx, ctx.caller?.finalite ?? null),
          ecriture,
          horloge(ctx),
        ),
      reload: ({ tx }, id) => orientationParId(tx, id),
    });
  }

  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => StatuerReorientationResultat, {
    description:
      "Statue sur une réorientation proposée. Acceptée, elle remplace l’orientation en cours et le contrat est à signer de nouveau ; refusée, rien ne change.",
  })
  statuerReorientation(
    @Args(() => StatuerReorientationArgs) demande: StatuerReorientationArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Orientation | Refus> {
    return acte<Orientation>(ctx, {
      mutation: "statuerReorientation",
      demande,
      apply: (ecriture) => statuer(demande, ecriture, horloge(ctx)),
      idOf: (orientation) => orientation.id,
      reload: async (id, { tx }) => (await orientationParId(tx, id)) ?? refus("ORIENTATION_INTROUVABLE", "orientation"),
    });
  }
}

const horloge = (ctx: RequestContext) => ({ aujourdhui: ctx.today(), maintenant: ctx.now() });

/** The person is locked first, then the proposal is read as it is at that moment. */
async function statuer(
  demande: StatuerReorientationArgs,
  ecriture: WritingTransaction,
  quand: { aujourdhui: string; maintenant: Date },
): Promise<Orientation | Refus> {
  const { tx } = ecriture;
  const lue = isUuid(demande.orientation) ? await orientationParId(tx, demande.orientation) : null;
  const situation = lue && (await situationVerrouillee(tx, lue.allocataire));
  const proposee = situation && (await orientationParId(tx, lue.id));
  if (!proposee) return refus("ORIENTATION_INTROUVABLE", "orientation");
  const reorientations = new ReorientationsRepository(ecriture);
  return confierAuxRemplacants(ecriture, await statuerReorientation(situation, proposee, demande, reorientations, ecriture, quand));
}
