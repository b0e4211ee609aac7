import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acteSur } from "../acte.graphql";
import { Intensite, OrigineOrientation } from "../enums.graphql";
import { confierAuxRemplacants } from "../portefeuille/remplacement.repository";
import { resultatOuRefus } from "../resultat.graphql";
import type { Intensite as NomIntensite, OrigineOrientation as NomOrigine } from "../vocabulaire";
import { deciderOrientation } from "./deciderOrientation";
import { DecisionsDOrientationRepository } from "./decision.repository";
import { DemandesDOrientationRepository } from "./demande.repository";
import { demanderOrientation } from "./demanderOrientation";
import type { Orientation } from "./orientation";
import { OrientationType } from "./orientation.graphql";
import { orientationParId } from "./orientation.repository";

const DeciderOrientationResultat = resultatOuRefus("DeciderOrientationResultat", OrientationType, "Orientation");
const DemanderOrientationResultat = resultatOuRefus("DemanderOrientationResultat", OrientationType, "Orientation");
const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;

@ArgsType()
export class DeciderOrientationArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => String, { description: "Code d’un parcours local du département." })
  parcours: string;
  @Field(() => ID, { description: "Organisme référent." })
  organisme: string;
  @Field(() => ID, { nullable: true, description: "Référent unique, de cet organisme." })
  referent?: string | null;
  @Field(() => String, { description: "Motif de la décision." })
  motif: string;
  @Field(() => DateScalar, { nullable: true, description: "Jour de la décision ; aujourd’hui par défaut." })
  decideeLe?: string | null;
  @Field(() => Intensite, { nullable: true, description: "Intensité ; par défaut, celle du parcours." })
  intensite?: NomIntensite | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
export class DemanderOrientationArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => OrigineOrientation, { description: "INSCRIPTION_FRANCE_TRAVAIL ou TRANSFERT_DEPARTEMENT." })
  origine: NomOrigine;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Jour de l’inscription, ou jour où le Département est informé du transfert ; aujourd’hui par défaut.",
  })
  demandeeLe?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class DecisionsDOrientationGraphql {
  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => DeciderOrientationResultat, { description: "Décide l’orientation d’une personne qui n’en a pas (CASF L. 262-29)." })
  deciderOrientation(
    @Args(() => DeciderOrientationArgs) demande: DeciderOrientationArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Orientation | Refus> {
    return acteSur<Orientation>(ctx, {
      mutation: "deciderOrientation",
      demande,
      apply: async (situation, ecriture) => {
        const decisions = new DecisionsDOrientationRepository(ecriture.tx, ctx.caller?.finalite ?? null);
        const horloge = { aujourdhui: ctx.today(), maintenant: ctx.now() };
        return confierAuxRemplacants(ecriture, await deciderOrientation(situation, demande, decisions, ecriture, horloge));
      },
      reload: ({ tx }, id) => orientationParId(tx, id),
    });
  }

  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => DemanderOrientationResultat, {
    description:
      "Enregistre une demande d’orientation née d’une inscription à France Travail ou d’un transfert. Les flux CAF et MSA font les leurs.",
  })
  demanderOrientation(
    @Args(() => DemanderOrientationArgs) demande: DemanderOrientationArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Orientation | Refus> {
    return acteSur<Orientation>(ctx, {
      mutation: "demanderOrientation",
      demande,
      apply: (situation, ecriture) =>
        demanderOrientation(situation, demande, new DemandesDOrientationRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      reload: ({ tx }, id) => orientationParId(tx, id),
    });
  }
}
