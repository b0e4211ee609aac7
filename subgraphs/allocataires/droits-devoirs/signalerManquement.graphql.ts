import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acteSur } from "../acte.graphql";
import { NatureManquement } from "../enums.graphql";
import { resultatOuRefus } from "../resultat.graphql";
import type { NatureManquement as NomNature } from "../vocabulaire";
import type { Manquement } from "./manquement";
import { ManquementType } from "./manquement.graphql";
import { manquementDeLaTransaction } from "./manquement.repository";
import { ManquementsRepository } from "./signalement.repository";
import { signalerManquement } from "./signalerManquement";

const SignalerManquementResultat = resultatOuRefus("SignalerManquementResultat", ManquementType, "Manquement");

@ArgsType()
export class SignalerManquementArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => NatureManquement, { description: "Nature." })
  nature: NomNature;
  @Field(() => DateScalar, { description: "Jour du constat." })
  constateLe: string;
  @Field(() => ID, { nullable: true, description: "Rendez-vous manqué, sans excuse." })
  rendezVous?: string | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Jour de remise de la convocation (accusé de réception, main propre), quand l’outil de rendez-vous ne le dit pas.",
  })
  remiseAttesteeLe?: string | null;
  @Field(() => ID, { nullable: true, description: "Contrat en cause ; par défaut, celui en cours." })
  contrat?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Identifiant du manquement (identifiantManquement) de France Travail, que lui seul donne : le même manquement, dit une autre fois, est celui qui est enregistré.",
  })
  identifiantPartenaire?: string | null;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

@Resolver()
export class SignalementsDeManquement {
  @Directive('@requiresScopes(scopes: [["manquement.signaler"]])')
  @Mutation(() => SignalerManquementResultat, {
    description: "Enregistre un manquement (CASF L. 262-37). Il n’ouvre aucune procédure de lui-même.",
  })
  signalerManquement(
    @Args(() => SignalerManquementArgs) demande: SignalerManquementArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Manquement | Refus> {
    return acteSur<Manquement>(ctx, {
      mutation: "signalerManquement",
      demande,
      apply: (situation, ecriture) =>
        signalerManquement(situation, demande, new ManquementsRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      reload: ({ tx }, id) => manquementDeLaTransaction(tx, id),
    });
  }
}
