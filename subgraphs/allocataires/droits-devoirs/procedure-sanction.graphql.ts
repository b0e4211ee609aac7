import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { resultatOuRefus } from "../resultat.graphql";
import { acteSurSanction } from "./acte-sanction.graphql";
import { aviser, instruire, notifier, observer } from "./instruireSanction";
import type { Sanction } from "./sanction";
import { SanctionType } from "./sanction.graphql";

const resultat = (name: string) => resultatOuRefus(name, SanctionType, "Sanction");
const InstruireSanctionResultat = resultat("InstruireSanctionResultat");
const NotifierSanctionResultat = resultat("NotifierSanctionResultat");
const RecueillirObservationsResultat = resultat("RecueillirObservationsResultat");
const EnregistrerAvisEquipeResultat = resultat("EnregistrerAvisEquipeResultat");
const INSTRUIRE = '@requiresScopes(scopes: [["sanction.instruire"]])';

@ArgsType()
class EtapeArgs {
  @Field(() => ID, { description: "Procédure." })
  sanction: string;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence." })
  cleIdempotence?: string | null;
}

@ArgsType()
class EtapeDateeArgs extends EtapeArgs {
  @Field(() => DateScalar, { description: "Jour de l’acte." })
  le: string;
}

@ArgsType()
class RecueillirObservationsArgs extends EtapeArgs {
  @Field(() => DateScalar, { description: "Jour de réception." })
  recuesLe: string;
  @Field(() => Boolean, { description: "Vrai si la personne était assistée." })
  assistee: boolean;
  @Field(() => Boolean, { description: "Vrai si un motif légitime est reconnu." })
  motifLegitime: boolean;
}

@ArgsType()
class EnregistrerAvisEquipeArgs extends EtapeArgs {
  @Field(() => DateScalar, { description: "Jour de l’avis." })
  le: string;
  @Field(() => Boolean, { description: "Vrai si l’avis est favorable à la sanction." })
  favorable: boolean;
}

/** The steps before the decision: the Département leads them. */
@Resolver()
export class ProcedureDeSanction {
  @Directive(INSTRUIRE)
  @Mutation(() => InstruireSanctionResultat, { description: "Le Département prend en instruction une sanction proposée." })
  instruireSanction(@Args(() => EtapeDateeArgs) demande: EtapeDateeArgs, @Ctx() ctx: RequestContext): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "instruireSanction", demande, (procedure, jour) => instruire(procedure, demande, jour));
  }

  @Directive(INSTRUIRE)
  @Mutation(() => NotifierSanctionResultat, {
    description: "Enregistre que la personne est informée : son délai pour présenter des observations commence (CASF L. 262-37).",
  })
  notifierSanction(@Args(() => EtapeDateeArgs) demande: EtapeDateeArgs, @Ctx() ctx: RequestContext): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "notifierSanction", demande, (procedure, jour) => notifier(procedure, demande, jour));
  }

  @Directive(INSTRUIRE)
  @Mutation(() => RecueillirObservationsResultat, {
    description: "Enregistre les observations de la personne, assistée de qui elle veut. Un motif légitime reconnu interdit la sanction.",
  })
  recueillirObservations(
    @Args(() => RecueillirObservationsArgs) demande: RecueillirObservationsArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "recueillirObservations", demande, (procedure, jour) => observer(procedure, demande, jour));
  }

  @Directive(INSTRUIRE)
  @Mutation(() => EnregistrerAvisEquipeResultat, {
    description: "Enregistre l’avis de l’équipe pluridisciplinaire, obligatoire avant une suppression. Il ne lie personne.",
  })
  enregistrerAvisEquipe(
    @Args(() => EnregistrerAvisEquipeArgs) demande: EnregistrerAvisEquipeArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "enregistrerAvisEquipe", demande, (procedure, jour) => aviser(procedure, demande, jour));
  }
}
