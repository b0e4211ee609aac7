import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { acteSur } from "../acte.graphql";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { enregistrerIdentifiant } from "./enregistrerIdentifiant";
import { IdentifiantsDuDepartement } from "./identifiant.repository";

const EnregistrerIdentifiantResultat = resultatOuRefus("EnregistrerIdentifiantResultat", AllocataireType, "Allocataire");

@ArgsType()
export class EnregistrerIdentifiantArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => String, { description: "Identifiant de la personne dans le logiciel du Département." })
  valeur: string;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

@Resolver()
export class EnregistrementsDIdentifiant {
  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => EnregistrerIdentifiantResultat, {
    description:
      "Dit sous quel identifiant le logiciel du Département connaît la personne ; le précédent prend fin. Réservé au Département.",
  })
  async enregistrerIdentifiant(
    @Args(() => EnregistrerIdentifiantArgs) demande: EnregistrerIdentifiantArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Allocataire | Refus> {
    const resultat = await acteSur<{ id: string }>(ctx, {
      mutation: "enregistrerIdentifiant",
      demande,
      apply: (situation, ecriture) =>
        enregistrerIdentifiant(situation, demande, new IdentifiantsDuDepartement(ecriture.tx), ecriture, {
          jour: ctx.today(),
          instant: ctx.now(),
        }),
      reload: async (_ecriture, id) => ({ id }),
    });
    if ("code" in resultat) return resultat;
    const personne = await ctx.loader(allocataireParId).load(resultat.id);
    if (personne) ctx.saw([personne.id]);
    return personne ?? refus("ALLOCATAIRE_INTROUVABLE", "allocataire");
  }
}
