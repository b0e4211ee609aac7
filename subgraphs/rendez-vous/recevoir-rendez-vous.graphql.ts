import { Args, ArgsType, Ctx, Directive, Field, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../shared/context";
import { Refus } from "../shared/contrat/refus";
import { HorodatageScalar } from "../shared/contrat/scalars";
import { isUuid } from "../shared/page";
import { auteur } from "./auteur";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import { FamilleMotifEnum, ModaliteEnum, StatutParticipationEnum } from "./enums.graphql";
import { recevoirRendezVous } from "./recevoir-rendez-vous";
import { RendezVous } from "./rendez-vous.graphql";
import { rendezVousDeclares } from "./rendez-vous-declares.repository";
import { appliquer, CLE, relire, union } from "./rendez-vous-mutations.graphql";
import type { StatutParticipation } from "./statut-participation";

const RecevoirRendezVousResultat = union("RecevoirRendezVousResultat", "Le rendez-vous reçu, ou le refus.");

@ArgsType()
class RecevoirRendezVousArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => String, { description: "Identifiant du rendez-vous chez France Travail : le même le met à jour." })
  identifiant: string;
  @Field(() => HorodatageScalar, { description: "Début." })
  debut: Date;
  @Field(() => Int, { description: "De 5 à 480 minutes." })
  dureeMinutes: number;
  @Field(() => ModaliteEnum, { description: "Sur place, par téléphone ou en visioconférence." })
  modalite: Modalite;
  @Field(() => FamilleMotifEnum, { description: "À quoi sert le rendez-vous." })
  famille: FamilleMotif;
  @Field(() => StatutParticipationEnum, { description: "Où en est la personne ; PREVU si rien n’est dit de sa présence." })
  statut: StatutParticipation;
  @Field(() => ID, { nullable: true, description: "Organisme qui reçoit, s’il est connu du hub." })
  organisme?: string | null;
  @Field(() => String, { description: "Objet du rendez-vous, en 200 caractères au plus." })
  motif: string;
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: "Vrai s’il réunit plusieurs personnes." })
  collectif?: boolean | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class ReceptionsDeRendezVous {
  @Mutation(() => RecevoirRendezVousResultat, {
    description: "Reçoit un rendez-vous que France Travail tient, ou ce qu’il est devenu. Réservé à France Travail.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  recevoirRendezVous(
    @Args(() => RecevoirRendezVousArgs) { cleIdempotence, ...demande }: RecevoirRendezVousArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<RendezVous | Refus> {
    const recu = { ...demande, organisme: demande.organisme ?? null, collectif: demande.collectif ?? false };
    return appliquer(ctx, "recevoirRendezVous", cleIdempotence, recu, async (writing) => {
      if (!isUuid(recu.allocataire))
        return Refus.de("ALLOCATAIRE_INTROUVABLE", "Aucun allocataire de votre périmètre n’a cet identifiant.", { champ: "allocataire" });
      const auteurDuFait = await auteur(ctx, writing.tx);
      const declares = rendezVousDeclares(writing.tx, auteurDuFait, ctx.now());
      const issue = await recevoirRendezVous(recu, auteurDuFait.source, declares, ctx.now());
      if (issue instanceof Refus) return issue;
      if (issue.change) await writing.trace([issue.allocataire], ["RendezVous.debut", "Participation.statut"]);
      return relire(writing, issue.id);
    });
  }
}
