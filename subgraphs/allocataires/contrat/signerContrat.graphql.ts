import { Args, ArgsType, Ctx, Directive, Field, Float, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acteSur } from "../acte.graphql";
import { MotifModulation, NatureContrat } from "../enums.graphql";
import { resultatOuRefus } from "../resultat.graphql";
import type * as mots from "../vocabulaire";
import type { ContratEngagement } from "./contrat";
import { ContratEngagementType } from "./contrat.graphql";
import { contratDeLaTransaction } from "./contrat.repository";
import { refuserContrat } from "./refuserContrat";
import { SignaturesRepository } from "./signature.repository";
import { signerContrat } from "./signerContrat";

const SignerContratResultat = resultatOuRefus("SignerContratResultat", ContratEngagementType, "ContratEngagement");
const RefuserContratResultat = resultatOuRefus("RefuserContratResultat", ContratEngagementType, "ContratEngagement");
const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;

@ArgsType()
export class SignerContratArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => NatureContrat, { nullable: true, defaultValue: "CONTRAT_ENGAGEMENT", description: "Nature." })
  nature?: mots.NatureContrat | null;
  @Field(() => DateScalar, { description: "Jour de la signature." })
  dateSignature: string;
  @Field(() => Int, { description: "Durée, en mois." })
  dureeMois: number;
  @Field(() => Float, { nullable: true, description: "Heures d’activité par semaine, de 0 à 35." })
  heuresHebdomadaires?: number | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: "Vrai si la personne est exemptée d’activité." })
  exempte?: boolean | null;
  @Field(() => MotifModulation, { nullable: true, description: "Motif, obligatoire avec une exemption ou moins de quinze heures." })
  motifModulation?: mots.MotifModulation | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
export class RefuserContratArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => DateScalar, { description: "Jour du refus." })
  dateRefus: string;
  @Field(() => String, { description: "Motif donné." })
  motif: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class SignaturesDeContrat {
  @Directive('@requiresScopes(scopes: [["contrat.signer"]])')
  @Mutation(() => SignerContratResultat, { description: "Enregistre un contrat signé (code du travail L. 5411-6)." })
  signerContrat(@Args(() => SignerContratArgs) demande: SignerContratArgs, @Ctx() ctx: RequestContext): Promise<ContratEngagement | Refus> {
    const voulu = { ...demande, nature: demande.nature ?? "CONTRAT_ENGAGEMENT", exempte: demande.exempte ?? false } as const;
    return acteSur<ContratEngagement>(ctx, {
      mutation: "signerContrat",
      demande: voulu,
      apply: (situation, ecriture) =>
        signerContrat(situation, voulu, new SignaturesRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      reload: ({ tx }, id) => contratDeLaTransaction(tx, id),
    });
  }

  @Directive('@requiresScopes(scopes: [["contrat.signer"]])')
  @Mutation(() => RefuserContratResultat, { description: "Enregistre le refus d’un contrat. Il n’ouvre aucune procédure de lui-même." })
  refuserContrat(
    @Args(() => RefuserContratArgs) demande: RefuserContratArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<ContratEngagement | Refus> {
    return acteSur<ContratEngagement>(ctx, {
      mutation: "refuserContrat",
      demande,
      apply: (situation, ecriture) =>
        refuserContrat(situation, demande, new SignaturesRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      reload: ({ tx }, id) => contratDeLaTransaction(tx, id),
    });
  }
}
