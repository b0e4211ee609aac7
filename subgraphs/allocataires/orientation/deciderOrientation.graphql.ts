import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acteSur } from "../acte.graphql";
import { Intensite } from "../enums.graphql";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import type { Intensite as NomIntensite } from "../vocabulaire";
import { deciderOrientation } from "./deciderOrientation";
import { DecisionsDOrientationRepository } from "./decision.repository";
import type { Orientation } from "./orientation";
import { OrientationType } from "./orientation.graphql";
import { orientationParId } from "./orientation.repository";

const DeciderOrientationResultat = resultatOuRefus("DeciderOrientationResultat", OrientationType, "Orientation");
const ProposerReorientationResultat = resultatOuRefus("ProposerReorientationResultat", OrientationType, "Orientation");
const StatuerReorientationResultat = resultatOuRefus("StatuerReorientationResultat", OrientationType, "Orientation");
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
      apply: (situation, ecriture) =>
        deciderOrientation(situation, demande, new DecisionsDOrientationRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      reload: ({ tx }, id) => orientationParId(tx, id),
    });
  }

  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => ProposerReorientationResultat, { description: "Propose une réorientation. Pas encore ouvert : refus NON_DISPONIBLE." })
  proposerReorientation(
    @Arg("allocataire", () => ID, { description: "La personne." }) _allocataire: string,
    @Arg("parcours", () => String, { description: "Parcours proposé." }) _parcours: string,
    @Arg("motif", () => String, { description: "Motif." }) _motif: string,
    @Arg("cleIdempotence", () => String, CLE) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }

  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => StatuerReorientationResultat, {
    description: "Statue sur une réorientation proposée. Pas encore ouvert : refus NON_DISPONIBLE.",
  })
  statuerReorientation(
    @Arg("orientation", () => ID, { description: "Orientation proposée." }) _orientation: string,
    @Arg("accepter", () => Boolean, { description: "Vrai pour accepter." }) _accepter: boolean,
    @Arg("le", () => DateScalar, { description: "Jour de l’examen." }) _le: string,
    @Arg("motif", () => String, { description: "Motif." }) _motif: string,
    @Arg("cleIdempotence", () => String, CLE) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }
}
