import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { isUuid } from "../../shared/page";
import { acte, CLE } from "../acte.graphql";
import { RoleIntervenant } from "../enums.graphql";
import type { Orientation } from "../orientation/orientation";
import { OrientationType } from "../orientation/orientation.graphql";
import { orientationParId } from "../orientation/orientation.repository";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import type { Acteur } from "../situation";
import { situationVerrouillee } from "../situation.repository";
import type { RoleIntervenant as NomRole } from "../vocabulaire";
import { affecterReferent } from "./affecterReferent";
import { InterventionsRepository } from "./intervention.repository";
import { terminerIntervention } from "./terminerIntervention";

const AffecterReferentResultat = resultatOuRefus("AffecterReferentResultat", OrientationType, "Orientation");
const TerminerInterventionResultat = resultatOuRefus("TerminerInterventionResultat", OrientationType, "Orientation");

@ArgsType()
export class AffecterReferentArgs {
  @Field(() => ID, { description: "Orientation en cours." })
  orientation: string;
  @Field(() => ID, { description: "Professionnel." })
  referent: string;
  @Field(() => RoleIntervenant, { description: "Son rôle." })
  role: NomRole;
  @Field(() => DateScalar, { description: "Premier jour, qui peut être à venir." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour, inclus ; obligatoire pour un remplaçant." })
  au?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
export class TerminerInterventionArgs {
  @Field(() => ID, { description: "Orientation en cours." })
  orientation: string;
  @Field(() => ID, { description: "Professionnel." })
  referent: string;
  @Field(() => RoleIntervenant, { description: "Son rôle." })
  role: NomRole;
  @Field(() => DateScalar, { description: "Dernier jour, inclus ; avant le premier jour d’une intervention à venir, il l’annule." })
  au: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

type Decider = (acteur: Acteur, orientation: Orientation, ecriture: WritingTransaction) => Promise<Refus | null>;

/** An act on the orientation of a person whose row is locked: the orientation is read again after the lock, and after the act. */
function acteSurOrientation(
  ctx: RequestContext,
  mutation: string,
  demande: { orientation: string; cleIdempotence?: string | null },
  decider: Decider,
): Promise<Orientation | Refus> {
  return acte<Orientation>(ctx, {
    mutation,
    demande,
    apply: async (ecriture) => {
      const lue = isUuid(demande.orientation) ? await orientationParId(ecriture.tx, demande.orientation) : null;
      const situation = lue && (await situationVerrouillee(ecriture.tx, lue.allocataire));
      if (!lue || !situation) return refus("ORIENTATION_INTROUVABLE", "orientation");
      const orientation = (await orientationParId(ecriture.tx, lue.id))!;
      return (await decider(situation.acteur, orientation, ecriture)) ?? (await orientationParId(ecriture.tx, lue.id))!;
    },
    idOf: (orientation) => orientation.id,
    reload: async (id, { tx }) => (await orientationParId(tx, id)) ?? refus("ORIENTATION_INTROUVABLE", "orientation"),
  });
}

@Resolver()
export class Affectations {
  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => AffecterReferentResultat, {
    description:
      "Affecte un professionnel à une orientation en cours. Un nouveau référent unique remplace le précédent, qui termine la veille ; les autres rôles s’ajoutent.",
  })
  affecterReferent(
    @Args(() => AffecterReferentArgs) demande: AffecterReferentArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Orientation | Refus> {
    return acteSurOrientation(ctx, "affecterReferent", demande, (acteur, orientation, ecriture) =>
      affecterReferent(acteur, orientation, demande, new InterventionsRepository(ecriture.tx), ecriture, ctx.today()),
    );
  }

  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => TerminerInterventionResultat, {
    description: "Fixe le dernier jour d’un professionnel auprès d’une personne, ou annule une intervention à venir.",
  })
  terminerIntervention(
    @Args(() => TerminerInterventionArgs) demande: TerminerInterventionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Orientation | Refus> {
    return acteSurOrientation(ctx, "terminerIntervention", demande, (acteur, orientation, ecriture) =>
      terminerIntervention(acteur, orientation, demande, new InterventionsRepository(ecriture.tx), ecriture, ctx.today()),
    );
  }
}
