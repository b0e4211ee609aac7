import { Arg, Ctx, Directive, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { isUuid } from "../../shared/page";
import { auteur } from "../auteur";
import { personneDansTransaction } from "../ecriture.repository";
import { lirePrescription } from "../prescription/prescription.repository";
import { refuserNul } from "../texte-recu";
import { type Activite, type DemandeDActivite, refusDeConfirmer, refusDeDeclarer, refusDeLaJournee } from "./activite";
import { ConfirmerActiviteResultat, DeclarerActiviteResultat } from "./activite.graphql";
import { creerActivite, lireActivite, minutesDuJour, trancherActivite, verrouillerActivite } from "./activite.repository";

function repondre(resultat: Activite | Refus, ctx: RequestContext): Activite | Refus {
  ctx.forget();
  if (!(resultat instanceof Refus)) ctx.saw([resultat.allocataire]);
  return resultat;
}

@Resolver()
export class ActiviteMutations {
  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => DeclarerActiviteResultat, {
    description:
      "Déclare une activité passée ou du jour. Refus : ALLOCATAIRE_INTROUVABLE, PRESCRIPTION_INTROUVABLE, DATE_FUTURE, DATE_ANTERIEURE, MINUTES_INVALIDES, JOURNEE_DEPASSEE, NATURE_MANQUANTE.",
  })
  async declarerActivite(
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("date", () => DateScalar, { description: "Jour de l’activité, au plus tard aujourd’hui." }) date: string,
    @Arg("minutes", () => Int, { description: "De 1 à 1440." }) minutes: number,
    @Arg("nature", () => String, { description: "Ce qui a été fait, en 2 000 caractères au plus." }) nature: string,
    @Arg("mode", () => ModeIntervention, { nullable: true, description: "Individuel, collectif ou mixte." }) mode: ModeIntervention | null,
    @Arg("prescription", () => ID, { nullable: true, description: "Prescription dont l’activité fait partie." }) prescription:
      | string
      | null,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Activite | Refus> {
    const demande = { allocataire, date, minutes, nature, mode: mode ?? null, prescription: prescription ?? null };
    refuserNul({ ...demande, cle }, "declarerActivite");
    const resultat = await once<Activite>(ctx, {
      schema: "offre_insertion",
      mutation: "declarerActivite",
      cle,
      payload: demande,
      idOf: (a) => a.id,
      reload: async (id, { tx }) => (await lireActivite(tx, id))!,
      apply: (ecriture) => declarer(demande, ecriture, ctx),
    });
    return repondre(resultat, ctx);
  }

  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => ConfirmerActiviteResultat, {
    description: "Confirme ou refuse une activité. Refus : ACTIVITE_INTROUVABLE, TRANSITION_IMPOSSIBLE, DATE_FUTURE, MOTIF_MANQUANT.",
  })
  async confirmerActivite(
    @Arg("activite", () => ID, { description: "L’activité." }) activite: string,
    @Arg("accepter", () => Boolean, { description: "Faux : l’activité est refusée, et le motif est obligatoire." }) accepter: boolean,
    @Arg("motif", () => String, { nullable: true, description: "Pourquoi, en 2 000 caractères au plus." }) motif: string | null,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Activite | Refus> {
    const demande = { activite, accepter, motif: motif ?? null };
    refuserNul({ ...demande, cle }, "confirmerActivite");
    const resultat = await once<Activite>(ctx, {
      schema: "offre_insertion",
      mutation: "confirmerActivite",
      cle,
      payload: demande,
      idOf: (a) => a.id,
      reload: async (id, { tx }) => (await lireActivite(tx, id))!,
      apply: (ecriture) => confirmer(demande, ecriture, ctx),
    });
    return repondre(resultat, ctx);
  }
}

async function declarer(demande: DemandeDActivite, ecriture: WritingTransaction, ctx: RequestContext): Promise<Activite | Refus> {
  const { tx } = ecriture;
  const refus = refusDeDeclarer(demande, ctx.today());
  if (refus) return refus;
  const personne = await personneDansTransaction(tx, demande.allocataire);
  if (!personne)
    return Refus.de("ALLOCATAIRE_INTROUVABLE", "Aucun allocataire de votre périmètre ne porte cet identifiant.", { champ: "allocataire" });
  const { departement, canonique } = personne;
  if (demande.prescription !== null) {
    const prescription = isUuid(demande.prescription) ? await lirePrescription(tx, demande.prescription) : null;
    if (prescription?.allocataire !== canonique) {
      return Refus.de("PRESCRIPTION_INTROUVABLE", "Cette personne n’a pas de prescription de cet identifiant.", { champ: "prescription" });
    }
  }
  const trop = refusDeLaJournee(await minutesDuJour(tx, departement, canonique, demande.date), demande.minutes);
  if (trop) return trop;
  const { organisme } = await auteur(ctx);
  const id = await creerActivite(tx, {
    ...demande,
    allocataire: canonique,
    nature: demande.nature.trim(),
    departement,
    organisme,
    le: ctx.now(),
  });
  const activite = (await lireActivite(tx, id))!;
  await raconter("ActiviteDeclaree", activite, ecriture, ["Activite.date", "Activite.minutes", "Activite.nature", "Activite.statut"]);
  return activite;
}

async function confirmer(
  demande: { activite: string; accepter: boolean; motif: string | null },
  ecriture: WritingTransaction,
  ctx: RequestContext,
): Promise<Activite | Refus> {
  const { tx } = ecriture;
  const avant = isUuid(demande.activite) ? await verrouillerActivite(tx, demande.activite) : null;
  if (!avant)
    return Refus.de("ACTIVITE_INTROUVABLE", "Aucune activité de votre périmètre ne porte cet identifiant.", { champ: "activite" });
  const refus = refusDeConfirmer(avant, demande.accepter, demande.motif, ctx.today());
  if (refus) return refus;
  await trancherActivite(tx, avant, demande.accepter ? "CONFIRMEE" : "REFUSEE", demande.motif, ctx.now());
  const activite = (await lireActivite(tx, avant.id))!;
  await raconter("ActiviteConfirmee", activite, ecriture, ["Activite.statut"]);
  return activite;
}

/** Event and trace of what was written. */
async function raconter(type: string, a: Activite, { publish, trace }: WritingTransaction, champs: string[]): Promise<void> {
  const donnees = { activite: a.id, date: a.date, minutes: a.minutes, statut: a.statut };
  await publish({ type, departement: a.departement, allocataire: a.allocataire, donnees });
  await trace([a.allocataire], champs);
}
