import { Arg, Ctx, createUnionType, Directive, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { isUuid } from "../../shared/page";
import { auteur } from "../auteur";
import { avancerPrescription } from "../prescription/avancer.repository";
import type { Issue, Statut } from "../prescription/cycle";
import type { MotifRefus } from "../prescription/motif-refus";
import { IssuePrescription, MotifRefusPrescription, StatutPrescription } from "../prescription/prescription.graphql";
import { refuserNul } from "../texte-recu";
import { ouvrirAuxStructures } from "./lien.repository";
import { declarerMinutes } from "./minutes.repository";
import type { PrescriptionRecue } from "./recue";
import { PrescriptionRecueType } from "./recue.graphql";
import { lireRecue } from "./recue.repository";

const resolveType = (valeur: object) => (valeur instanceof Refus ? Refus : PrescriptionRecueType);

export const RepondrePrescriptionResultat = createUnionType({
  name: "RepondrePrescriptionResultat",
  description: "La prescription telle que la voit la structure, ou la raison pour laquelle elle n’a pas avancé.",
  types: () => [PrescriptionRecueType, Refus] as const,
  resolveType,
});

export const DeclarerMinutesPrescriptionResultat = createUnionType({
  name: "DeclarerMinutesPrescriptionResultat",
  description: "La prescription telle que la voit la structure, ou la raison pour laquelle ses heures n’ont pas été déclarées.",
  types: () => [PrescriptionRecueType, Refus] as const,
  resolveType,
});

@Resolver()
export class RepondreMutations {
  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => RepondrePrescriptionResultat, {
    description:
      "La structure répond à une prescription qu’elle a reçue et la fait avancer. Refus : PRESCRIPTION_INTROUVABLE, TRANSITION_IMPOSSIBLE, ETAPE_RESERVEE, EN_LISTE_D_ATTENTE, MOTIF_MANQUANT, MOTIF_SANS_REFUS, ISSUE_SANS_FIN, DEBUT_INVALIDE.",
  })
  async repondrePrescription(
    @Arg("prescription", () => ID, { description: "La prescription." }) prescription: string,
    @Arg("statut", () => StatutPrescription, { description: "Nouvel état." }) statut: Statut,
    @Arg("motif", () => String, { nullable: true, description: "Commentaire ; résultat ou raison de l’abandon pour terminer." })
    motif: string | null,
    @Arg("motifRefus", () => MotifRefusPrescription, { nullable: true, description: "Pour refuser, parmi douze motifs." })
    motifRefus: MotifRefus | null,
    @Arg("issue", () => IssuePrescription, { nullable: true, description: "Pour terminer : aboutie (par défaut) ou abandon." })
    issue: Issue | null,
    @Arg("debut", () => DateScalar, { nullable: true, description: "Pour valider : premier jour prévu." }) debut: string | null,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<PrescriptionRecue | Refus> {
    const demande = { prescription, statut, motif, motifRefus, issue, debut };
    refuserNul({ ...demande, cle }, "repondrePrescription");
    const { par } = await auteur(ctx);
    const etape = {
      prescription,
      vers: statut,
      acteur: "STRUCTURE" as const,
      motif,
      motifRefus,
      issue,
      debutPrevu: debut,
      par,
      jour: ctx.today(),
    };
    return commeStructure(ctx, "repondrePrescription", cle, demande, async (ecriture) => {
      const avancee = await avancerPrescription(ecriture, etape, ctx.now());
      return avancee instanceof Refus ? avancee : null;
    });
  }

  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => DeclarerMinutesPrescriptionResultat, {
    description:
      "La structure dit les minutes d’un jour d’une prescription qu’elle a reçue ; le référent les confirme. Refus : PRESCRIPTION_INTROUVABLE, MINUTES_TROP_TOT, MINUTES_INVALIDES, DATE_FUTURE, DATE_ANTERIEURE, JOURNEE_DEPASSEE.",
  })
  async declarerMinutesPrescription(
    @Arg("prescription", () => ID, { description: "La prescription." }) prescription: string,
    @Arg("date", () => DateScalar, { description: "Jour où elles ont été faites." }) date: string,
    @Arg("minutes", () => Int, { description: "Minutes de ce jour, de 1 à 1 440." }) minutes: number,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<PrescriptionRecue | Refus> {
    refuserNul({ prescription, cle }, "declarerMinutesPrescription");
    const qui = { ...(await auteur(ctx)), maintenant: ctx.now() };
    return commeStructure(ctx, "declarerMinutesPrescription", cle, { prescription, date, minutes }, (ecriture, recue) =>
      declarerMinutes(recue, { date, minutes }, ecriture, qui),
    );
  }
}

/** Runs what a structure does to a prescription that it received, and reads it again as it sees it. */
async function commeStructure(
  ctx: RequestContext,
  mutation: string,
  cle: string | null,
  demande: { prescription: string; [champ: string]: unknown },
  faire: (ecriture: WritingTransaction, recue: PrescriptionRecue) => Promise<Refus | null>,
): Promise<PrescriptionRecue | Refus> {
  const { prescription } = demande;
  const resultat = await once<PrescriptionRecue>(ctx, {
    schema: "offre_insertion",
    mutation,
    cle,
    payload: demande,
    idOf: ({ id }) => id,
    reload: async (id, { tx }) => {
      await ouvrirAuxStructures(tx);
      return (await lireRecue(tx, id)) ?? INTROUVABLE();
    },
    apply: async (ecriture) => {
      await ouvrirAuxStructures(ecriture.tx);
      const recue = isUuid(prescription) ? await lireRecue(ecriture.tx, prescription) : null;
      if (!recue) return INTROUVABLE();
      return (await faire(ecriture, recue)) ?? (await lireRecue(ecriture.tx, recue.id))!;
    },
  });
  ctx.forget();
  if (!(resultat instanceof Refus) && resultat.beneficiaire) ctx.saw([resultat.allocataire]);
  return resultat;
}

const INTROUVABLE = () =>
  Refus.de("PRESCRIPTION_INTROUVABLE", "Aucune prescription de votre périmètre ne porte cet identifiant.", { champ: "prescription" });
