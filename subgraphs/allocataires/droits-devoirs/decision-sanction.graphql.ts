import { Args, ArgsType, Ctx, Directive, Field, Float, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { CauseAnnulation } from "../enums.graphql";
import { resultatOuRefus } from "../resultat.graphql";
import type * as mots from "../vocabulaire";
import { acteSurSanction } from "./acte-sanction.graphql";
import { decider } from "./deciderSanction";
import { annuler, lever, transmettre } from "./finirSanction";
import type { Sanction } from "./sanction";
import { SanctionType } from "./sanction.graphql";

const resultat = (name: string) => resultatOuRefus(name, SanctionType, "Sanction");
const DeciderSanctionResultat = resultat("DeciderSanctionResultat");
const LeverSanctionResultat = resultat("LeverSanctionResultat");
const AnnulerSanctionResultat = resultat("AnnulerSanctionResultat");
const TransmettreSanctionResultat = resultat("TransmettreSanctionResultat");
const DECIDER = '@requiresScopes(scopes: [["sanction.decider"]])';

@ArgsType()
class ActeSurSanctionArgs {
  @Field(() => ID, { description: "Procédure." })
  sanction: string;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence." })
  cleIdempotence?: string | null;
}

@ArgsType()
class DeciderSanctionArgs extends ActeSurSanctionArgs {
  @Field(() => Boolean, { description: "Vrai pour sanctionner." })
  accepter: boolean;
  @Field(() => String, { description: "Motif." })
  motif: string;
  @Field(() => DateScalar, { nullable: true, description: "Jour de la décision." })
  decideeLe?: string | null;
  @Field(() => Float, { nullable: true, description: "Part du RSA, de 0 à 100." })
  quotitePourcent?: number | null;
  @Field(() => Int, { nullable: true, description: "Durée, en mois." })
  dureeMois?: number | null;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour." })
  debut?: string | null;
}

@ArgsType()
class LeverSanctionArgs extends ActeSurSanctionArgs {
  @Field(() => DateScalar, { description: "Jour de la remobilisation." })
  remobilisationLe: string;
  @Field(() => String, { description: "Motif." })
  motif: string;
}

@ArgsType()
class AnnulerSanctionArgs extends ActeSurSanctionArgs {
  @Field(() => String, { description: "Motif." })
  motif: string;
  @Field(() => CauseAnnulation, { nullable: true, defaultValue: "AUTRE", description: "Cause." })
  cause?: mots.CauseAnnulation | null;
}

@ArgsType()
class TransmettreSanctionArgs extends ActeSurSanctionArgs {
  @Field(() => DateScalar, { description: "Jour de la transmission." })
  le: string;
}

/** The decision and what follows it: the président of the conseil départemental, or by a written delegation. */
@Resolver()
export class DecisionsDeSanction {
  @Directive(DECIDER)
  @Mutation(() => DeciderSanctionResultat, {
    description:
      "Décide d’une sanction, ou la refuse (CASF L. 262-37). Par défaut : décidée ce jour, telle que proposée, à partir du mois suivant.",
  })
  deciderSanction(@Args(() => DeciderSanctionArgs) demande: DeciderSanctionArgs, @Ctx() ctx: RequestContext): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "deciderSanction", demande, (procedure, jour) =>
      decider(procedure, { ...demande, decideeLe: demande.decideeLe ?? jour }, jour),
    );
  }

  @Directive(DECIDER)
  @Mutation(() => LeverSanctionResultat, { description: "Lève une sanction dès que la personne s’est remobilisée (CASF L. 262-37)." })
  leverSanction(@Args(() => LeverSanctionArgs) demande: LeverSanctionArgs, @Ctx() ctx: RequestContext): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "leverSanction", demande, (procedure, jour) => lever(procedure, demande, jour));
  }

  @Directive(DECIDER)
  @Mutation(() => AnnulerSanctionResultat, { description: "Annule une sanction décidée ou levée, comme si elle n’avait pas eu lieu." })
  annulerSanction(@Args(() => AnnulerSanctionArgs) demande: AnnulerSanctionArgs, @Ctx() ctx: RequestContext): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "annulerSanction", demande, (procedure, jour) =>
      annuler(procedure, { motif: demande.motif, cause: demande.cause ?? "AUTRE" }, jour),
    );
  }

  @Directive('@requiresScopes(scopes: [["sanction.instruire"]])')
  @Mutation(() => TransmettreSanctionResultat, {
    description: "Enregistre que l’organisme payeur est informé d’une sanction décidée, levée ou annulée.",
  })
  transmettreSanction(
    @Args(() => TransmettreSanctionArgs) demande: TransmettreSanctionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "transmettreSanction", demande, (procedure, jour) => transmettre(procedure, demande, jour));
  }
}
