import { Arg, Ctx, Directive, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { auteur } from "../auteur";
import type { CanalConvocation } from "../convocation/regles-convocation";
import { CanalConvocationEnum } from "../enums.graphql";
import { donneesEvenement } from "../noter-changements";
import { refusSimultane } from "../prise-rendez-vous";
import { verrouiller, verrouPersonne } from "../reception.repository";
import { RendezVous } from "../rendez-vous.graphql";
import { appliquer, CLE, relire, union } from "../rendez-vous-mutations.graphql";
import { refusInscription, refusReunionInconnue } from "./reunion";
import { annuler, inscrire } from "./reunion.repository";
import { reunionDe } from "./reunions.graphql";

const InscrireAReunionResultat = union("InscrireAReunionResultat", "Le rendez-vous collectif, ou le refus.");
const AnnulerReunionResultat = union("AnnulerReunionResultat", "Le rendez-vous collectif annulé, ou le refus.");

@Resolver()
export class ParticiperAUneReunion {
  @Mutation(() => InscrireAReunionResultat, {
    description:
      "Inscrit une personne à une réunion, et l’y convoque. Les places ne sont jamais dépassées, quel que soit le nombre de demandes simultanées.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  inscrireAReunion(
    @Ctx() ctx: RequestContext,
    @Arg("reunion", () => ID, { description: "La réunion." }) id: string,
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("convocation", () => Boolean, { nullable: true, defaultValue: true, description: "Faux si elle vient sans être convoquée." })
    convocation: boolean | null,
    @Arg("canal", () => CanalConvocationEnum, {
      nullable: true,
      defaultValue: "NON_RENSEIGNE",
      description: "Comment part la convocation.",
    })
    canal: CanalConvocation | null,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RendezVous | Refus> {
    const convoquee = convocation ?? true;
    const demande = { reunion: id, allocataire, convocation: convoquee, canal: canal ?? "NON_RENSEIGNE" };
    return appliquer(ctx, "inscrireAReunion", cle, demande, async (writing, repository) => {
      const personne = await repository.personne(allocataire);
      if (!personne)
        return Refus.de("ALLOCATAIRE_INTROUVABLE", "Aucun allocataire de votre périmètre n’a cet identifiant.", { champ: "allocataire" });
      const { departement, canonique } = personne;
      const reunion = await reunionDe(writing.tx, id);
      if (reunion && reunion.departement !== departement) return refusReunionInconnue();
      const la = reunion && (await repository.participation(id, canonique));
      const refus =
        refusInscription(reunion, la !== null && !la.statut.startsWith("ANNULE"), ctx.now()) ??
        refusSimultane(reunion!, await repository.attendus([canonique], id));
      if (refus) return refus;
      const inscrite = { departement, rendezVous: id, allocataire: la?.allocataire ?? canonique };
      const envoi = convoquee ? { rang: 1, canal: demande.canal as CanalConvocation, preuve: null } : null;
      await inscrire(writing.tx, [{ ...inscrite, convocation: envoi }], await auteur(ctx, writing.tx), ctx.now());
      const convocationRang = convoquee ? await repository.recalculer(canonique, id) : null;
      const { famille, debut, organisme } = reunion!;
      const dit = { rendezVous: id, famille, debut: debut.toISOString(), organisme, statut: "PREVU", convocationRang };
      const type = "RendezVousPlanifie";
      await writing.publish({ type, departement, allocataire: canonique, donnees: donneesEvenement(type, dit) });
      await writing.trace([canonique], ["RendezVous.debut", "Participation.convocation"]);
      return relire(writing, id);
    });
  }

  @Mutation(() => AnnulerReunionResultat, {
    description:
      "Annule une réunion à venir : chaque personne attendue est annulée par le service, un événement le lui dit, et « aReconvoquer » la liste. Pour la déplacer : deplacerRendezVous.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  annulerReunion(
    @Ctx() ctx: RequestContext,
    @Arg("reunion", () => ID, { description: "La réunion." }) id: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RendezVous | Refus> {
    return appliquer(ctx, "annulerReunion", cle, { reunion: id }, async (writing, repository) => {
      const { portee, organisme } = await ctx.rights();
      const reunion = await reunionDe(writing.tx, id);
      if (!reunion || reunion.debut <= ctx.now()) return refusReunionInconnue();
      if (portee !== "departement" && !(portee === "organisme" && reunion.organisme === organisme))
        return Refus.de("ANNULATION_INTERDITE", "Seul l’organisme qui tient la réunion, ou le Département, l’annule.", {
          champ: "reunion",
        });
      await verrouiller(
        writing.tx,
        (await repository.participants(id)).map((p) => verrouPersonne(p.allocataire)),
      );
      const annulees = await annuler(writing.tx, id, await auteur(ctx, writing.tx), ctx.now());
      const { famille, debut } = reunion;
      const type = "RendezVousAnnule";
      const dit = { rendezVous: id, famille, debut: debut.toISOString(), organisme: reunion.organisme, statut: "ANNULE_SERVICE" };
      await writing.publish(
        ...annulees.map(({ allocataire, rang }) => ({
          type,
          departement: reunion.departement,
          allocataire,
          donnees: donneesEvenement(type, { ...dit, convocationRang: rang }),
        })),
      );
      await repository.suivreTous(annulees.map((a) => a.allocataire));
      await writing.trace(
        annulees.map((a) => a.allocataire),
        ["Participation.statut"],
      );
      return relire(writing, id);
    });
  }
}
