import { Arg, Ctx, createUnionType, Directive, ID, Int, Mutation, Resolver } from "type-graphql";
import { CodedError } from "../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../shared/context";
import { Refus } from "../shared/contrat/refus";
import { HorodatageScalar } from "../shared/contrat/scalars";
import { once } from "../shared/idempotence";
import { isUuid } from "../shared/page";
import { auteur } from "./auteur";
import type { CanalConvocation } from "./convocation/regles-convocation";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import { deplacerRendezVous } from "./deplacer-rendez-vous";
import { EcritureRepository } from "./ecriture.repository";
import { CanalConvocationEnum, FamilleMotifEnum, ModaliteEnum, StatutParticipationEnum } from "./enums.graphql";
import { donneesEvenement } from "./noter-changements";
import { prendreRendezVous } from "./prendre-rendez-vous";
import { RendezVous } from "./rendez-vous.graphql";
import { chargerRendezVous, idActuel, type RendezVousRow } from "./rendez-vous.repository";
import { refusRendezVousInconnu, renseignerPresence } from "./renseigner-presence";
import { estAnnulation, type StatutParticipation } from "./statut-participation";

export const union = (name: string, description: string) =>
  createUnionType({
    name,
    description,
    types: () => [RendezVous, Refus] as const,
  });
const PrendreRendezVousResultat = union("PrendreRendezVousResultat", "Le rendez-vous pris, ou le refus.");
const DeplacerRendezVousResultat = union("DeplacerRendezVousResultat", "Le rendez-vous déplacé, ou le refus.");
const RenseignerPresenceResultat = union("RenseignerPresenceResultat", "Le rendez-vous renseigné, ou le refus.");

export const CLE = { nullable: true, description: "La même clé donne la même réponse, appliquée une fois ; elle vit 24 heures." };

@Resolver()
export class RendezVousMutations {
  @Mutation(() => PrendreRendezVousResultat, {
    description: "Prend un rendez-vous pour une personne de votre périmètre, et la convoque si besoin.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  prendreRendezVous(
    @Ctx() ctx: RequestContext,
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("organisme", () => ID, { description: "Organisme qui reçoit, `<département>-<code>`." }) organisme: string,
    @Arg("famille", () => FamilleMotifEnum, { description: "À quoi sert le rendez-vous." }) famille: FamilleMotif,
    @Arg("modalite", () => ModaliteEnum, { description: "Sur place, par téléphone ou en visioconférence." }) modalite: Modalite,
    @Arg("debut", () => HorodatageScalar, { description: "Début." }) debut: Date,
    @Arg("dureeMinutes", () => Int, { description: "De 5 à 480 minutes." }) dureeMinutes: number,
    @Arg("convocation", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: "Vrai si la personne est convoquée ; le rang se déduit de ses absences.",
    })
    convocation: boolean | null,
    @Arg("canal", () => CanalConvocationEnum, {
      nullable: true,
      defaultValue: "NON_RENSEIGNE",
      description: "Comment part la convocation ; NON_RENSEIGNE par défaut.",
    })
    canal: CanalConvocation | null,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RendezVous | Refus> {
    const base = { allocataire, organisme, famille, modalite, debut, dureeMinutes, convocation: convocation ?? false };
    const demande = { ...base, canal: canal ?? "NON_RENSEIGNE" };
    return appliquer(ctx, "prendreRendezVous", cle, demande, async (writing, repository) => {
      if (!isUuid(allocataire))
        return Refus.de("ALLOCATAIRE_INTROUVABLE", "Aucun allocataire de votre périmètre n’a cet identifiant.", { champ: "allocataire" });
      const pris = await prendreRendezVous(demande, repository, ctx.now());
      if (pris instanceof Refus) return pris;
      const row = await relire(writing, pris.id);
      await publier(writing, row, "RendezVousPlanifie", pris.allocataire, "PREVU", pris.rang);
      await writing.trace([pris.allocataire], ["RendezVous.debut", ...(convocation ? ["Participation.convocation"] : [])]);
      return row;
    });
  }

  @Mutation(() => DeplacerRendezVousResultat, {
    description: "Déplace un rendez-vous à venir. Un événement le dit pour chaque personne attendue.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  deplacerRendezVous(
    @Ctx() ctx: RequestContext,
    @Arg("rendezVous", () => ID, { description: "Le rendez-vous." }) rendezVous: string,
    @Arg("debut", () => HorodatageScalar, { description: "Nouveau début." }) debut: Date,
    @Arg("dureeMinutes", () => Int, { nullable: true, description: "De 5 à 480 minutes ; par défaut la même durée." }) dureeMinutes:
      | number
      | null,
    @Arg("motif", () => String, { description: "Pourquoi, en 500 caractères au plus." }) motif: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RendezVous | Refus> {
    const demande = { rendezVous, debut, dureeMinutes: dureeMinutes ?? null, motif };
    return appliquer(ctx, "deplacerRendezVous", cle, demande, async (writing, repository) => {
      if (!isUuid(rendezVous)) return refusRendezVousInconnu();
      const { portee } = await ctx.rights();
      const deplace = await deplacerRendezVous(
        { ...demande, rendezVous: await idActuel(writing.tx, rendezVous) },
        portee,
        repository,
        ctx.now(),
      );
      if (deplace instanceof Refus) return deplace;
      const row = await relire(writing, rendezVous);
      for (const p of deplace.attendus) await publier(writing, row, "RendezVousDeplace", p.allocataire, p.statut, p.rang);
      await writing.trace(
        deplace.attendus.map((p) => p.allocataire),
        ["RendezVous.debut"],
      );
      return row;
    });
  }

  @Mutation(() => RenseignerPresenceResultat, {
    description: "Dit si une personne est venue. Une correction est possible, l’historique garde les deux.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  renseignerPresence(
    @Ctx() ctx: RequestContext,
    @Arg("rendezVous", () => ID, { description: "Le rendez-vous." }) rendezVous: string,
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("statut", () => StatutParticipationEnum, { description: "HONORE, ABSENT, ABSENT_JUSTIFIE, ANNULE_USAGER ou ANNULE_SERVICE." })
    statut: StatutParticipation,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RendezVous | Refus> {
    const demande = { rendezVous, allocataire, statut };
    return appliquer(ctx, "renseignerPresence", cle, demande, async (writing, repository) => {
      const actuel = isUuid(rendezVous) ? await idActuel(writing.tx, rendezVous) : rendezVous;
      const saisie = await renseignerPresence({ ...demande, rendezVous: actuel }, repository, ctx.now());
      if (saisie instanceof Refus) return saisie;
      const row = await relire(writing, rendezVous);
      if (saisie.change) {
        const type = estAnnulation(saisie.statut) ? "RendezVousAnnule" : "PresenceRenseignee";
        await publier(writing, row, type, saisie.participation.canonique, saisie.statut, saisie.rang);
        await writing.trace([saisie.participation.canonique], ["Participation.statut"]);
      }
      return row;
    });
  }
}

/** Runs a mutation once under its key: fact, event and trace in one transaction, then the answer is read again. */
export async function appliquer(
  ctx: RequestContext,
  mutation: string,
  cle: string | null | undefined,
  payload: object,
  work: (writing: WritingTransaction, repository: EcritureRepository) => Promise<RendezVousRow | Refus>,
): Promise<RendezVous | Refus> {
  const result = await once<RendezVousRow>(ctx, {
    schema: "rendez_vous",
    mutation,
    cle,
    payload,
    apply: async (writing) => {
      const repository = new EcritureRepository(writing.tx, await auteur(ctx, writing.tx), ctx.now());
      const row = await work(writing, repository);
      if (!(row instanceof Refus)) await writing.publish(...repository.suites);
      return row;
    },
    idOf: (row) => row.id,
    reload: (id, writing) => relire(writing, id),
  });
  ctx.forget();
  return result instanceof Refus ? result : RendezVous.de(result);
}

export async function relire({ tx }: WritingTransaction, id: string): Promise<RendezVousRow> {
  const row = await chargerRendezVous(tx, id);
  if (!row) throw new CodedError("FORBIDDEN", "Ce rendez-vous n’est plus dans votre périmètre.");
  return row;
}

function publier(
  writing: WritingTransaction,
  row: RendezVousRow,
  type: string,
  allocataire: string,
  statut: string,
  convocationRang: number | null,
): Promise<void> {
  const { id: rendezVous, famille, organisme } = row;
  const donnees = donneesEvenement(type, { rendezVous, famille, debut: row.debut.toISOString(), organisme, statut, convocationRang });
  return writing.publish({ type, departement: row.departement, allocataire, donnees });
}
