import { Args, ArgsType, Ctx, Directive, Field, Float, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { isUuid } from "../../shared/page";
import { acte, acteSur } from "../acte.graphql";
import { MotifModulation, MotifSuspensionContrat, NatureContrat } from "../enums.graphql";
import { premierRefus, refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { situationVerrouillee } from "../situation.repository";
import type * as mots from "../vocabulaire";
import type { ContratEngagement } from "./contrat";
import { ContratEngagementType } from "./contrat.graphql";
import { contratDeLaTransaction } from "./contrat.repository";
import { ContratsRepository } from "./gestion.repository";
import { modulerContrat, refusDAction, refusDeRealisation } from "./modulerContrat";
import { proposerContrat, suspendreContrat } from "./proposerContrat";

const resultat = (name: string) => resultatOuRefus(name, ContratEngagementType, "ContratEngagement");
const ProposerContratResultat = resultat("ProposerContratResultat");
const ModulerContratResultat = resultat("ModulerContratResultat");
const SuspendreContratResultat = resultat("SuspendreContratResultat");
const AjouterActionResultat = resultat("AjouterActionResultat");
const RealiserActionResultat = resultat("RealiserActionResultat");
const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;
const SIGNER = '@requiresScopes(scopes: [["contrat.signer"]])';

@ArgsType()
class ProposerContratArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => NatureContrat, { nullable: true, defaultValue: "CONTRAT_ENGAGEMENT", description: "Nature." })
  nature?: mots.NatureContrat | null;
  @Field(() => DateScalar, { description: "Jour de la proposition." })
  proposeLe: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
class ActeSurContratArgs {
  @Field(() => ID, { description: "Le contrat." })
  contrat: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
class ModulerContratArgs extends ActeSurContratArgs {
  @Field(() => Boolean, { description: "Vrai si la personne est exemptée d’activité." })
  exempte: boolean;
  @Field(() => Float, { nullable: true, description: "Heures d’activité par semaine, de 0 à 35." })
  heures?: number | null;
  @Field(() => MotifModulation, { nullable: true, description: "Motif, obligatoire avec une exemption ou moins de quinze heures." })
  motif?: mots.MotifModulation | null;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour ; nul : jusqu’à la fin du contrat." })
  au?: string | null;
}

@ArgsType()
class SuspendreContratArgs extends ActeSurContratArgs {
  @Field(() => DateScalar, { description: "Jour où l’inscription a pris fin." })
  le: string;
  @Field(() => MotifSuspensionContrat, { description: "Ce qui a mis fin à l’inscription." })
  motif: mots.MotifSuspensionContrat;
}

@ArgsType()
class AjouterActionArgs extends ActeSurContratArgs {
  @Field(() => String, { description: "Ce qui est prévu." })
  libelle: string;
  @Field(() => DateScalar, { nullable: true, description: "Date prévue." })
  echeance?: string | null;
  @Field(() => ID, { nullable: true, description: "Prescription qui réalise l’action." })
  prescription?: string | null;
}

@ArgsType()
class RealiserActionArgs extends ActeSurContratArgs {
  @Field(() => Int, { description: "Rang de l’action dans le plan." })
  rang: number;
  @Field(() => DateScalar, { description: "Jour de réalisation." })
  le: string;
}

@Resolver()
export class GestionDesContrats {
  @Directive(SIGNER)
  @Mutation(() => ProposerContratResultat, { description: "Propose un contrat à la signature. La personne le signe ou le refuse ensuite." })
  proposerContrat(
    @Args(() => ProposerContratArgs) demande: ProposerContratArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<ContratEngagement | Refus> {
    const voulu = { ...demande, nature: demande.nature ?? "CONTRAT_ENGAGEMENT" } as const;
    return acteSur<ContratEngagement>(ctx, {
      mutation: "proposerContrat",
      demande: voulu,
      apply: (situation, ecriture) =>
        proposerContrat(situation, voulu, new ContratsRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      reload: ({ tx }, id) => contratDeLaTransaction(tx, id),
    });
  }

  @Directive(SIGNER)
  @Mutation(() => ModulerContratResultat, {
    description: "Exempte la personne d’activité, ou réduit ses heures, pour une période (code du travail L. 5411-6).",
  })
  modulerContrat(
    @Args(() => ModulerContratArgs) demande: ModulerContratArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<ContratEngagement | Refus> {
    return acteSurContrat(ctx, "modulerContrat", demande, (contrat, contrats, ecriture) =>
      modulerContrat(contrat, demande, contrats, ecriture),
    );
  }

  @Directive(SIGNER)
  @Mutation(() => SuspendreContratResultat, {
    description: "Suspend un contrat quand l’inscription à France Travail prend fin. Il est clôturé douze mois après.",
  })
  suspendreContrat(
    @Args(() => SuspendreContratArgs) demande: SuspendreContratArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<ContratEngagement | Refus> {
    return acteSurContrat(ctx, "suspendreContrat", demande, (contrat, contrats, ecriture) =>
      suspendreContrat(contrat, demande, contrats, ecriture, ctx.today()),
    );
  }

  @Directive(SIGNER)
  @Mutation(() => AjouterActionResultat, { description: "Ajoute une action au plan d’un contrat." })
  ajouterAction(@Args(() => AjouterActionArgs) demande: AjouterActionArgs, @Ctx() ctx: RequestContext): Promise<ContratEngagement | Refus> {
    return acteSurContrat(ctx, "ajouterAction", demande, async (contrat, contrats, ecriture) => {
      const plan = await contrats.plan(contrat);
      const { prescription } = demande;
      const refusee = premierRefus(
        () => refusDAction(contrat, plan.length, demande),
        () => (prescription != null && !isUuid(prescription) ? refus("TEXTE_INVALIDE", "prescription") : null),
      );
      if (refusee) return refusee;
      await contrats.ajouter(contrat, plan.length + 1, demande);
      return planModifie(contrat, plan.length + 1, null, ecriture);
    });
  }

  @Directive(SIGNER)
  @Mutation(() => RealiserActionResultat, { description: "Dit réalisée une action du plan d’un contrat." })
  realiserAction(
    @Args(() => RealiserActionArgs) demande: RealiserActionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<ContratEngagement | Refus> {
    return acteSurContrat(ctx, "realiserAction", demande, async (contrat, contrats, ecriture) => {
      const action = (await contrats.plan(contrat)).find(({ rang }) => rang === demande.rang) ?? null;
      const refusee = refusDeRealisation(contrat, action, demande.le, ctx.today());
      if (refusee) return refusee;
      await contrats.realiser(contrat, demande.rang, demande.le);
      return planModifie(contrat, demande.rang, demande.le, ecriture);
    });
  }
}

async function planModifie(
  contrat: ContratEngagement,
  rang: number,
  realiseeLe: string | null,
  { publish, trace }: WritingTransaction,
): Promise<ContratEngagement> {
  const { id, departement, allocataire } = contrat;
  await publish({ type: "PlanActionModifie", departement, allocataire, donnees: { contrat: id, rang, realiseeLe } });
  await trace([allocataire], ["ContratEngagement.planAction"]);
  return contrat;
}

/** An act on a contract: its person is locked, then the rule reads what is true at that moment. Refus: CONTRAT_INTROUVABLE. */
function acteSurContrat(
  ctx: RequestContext,
  mutation: string,
  demande: ActeSurContratArgs,
  apply: (contrat: ContratEngagement, contrats: ContratsRepository, ecriture: WritingTransaction) => Promise<ContratEngagement | Refus>,
): Promise<ContratEngagement | Refus> {
  const introuvable = () => refus("CONTRAT_INTROUVABLE", "contrat");
  return acte<ContratEngagement>(ctx, {
    mutation,
    demande,
    apply: async (ecriture) => {
      const lu = isUuid(demande.contrat) ? await contratDeLaTransaction(ecriture.tx, demande.contrat) : null;
      const situation = lu && (await situationVerrouillee(ecriture.tx, lu.allocataire));
      const contrat = situation && (await contratDeLaTransaction(ecriture.tx, lu.id));
      return contrat ? apply(contrat, new ContratsRepository(ecriture.tx), ecriture) : introuvable();
    },
    idOf: (contrat) => contrat.id,
    reload: async (id, { tx }) => (await contratDeLaTransaction(tx, id)) ?? introuvable(),
  });
}
