import { Arg, Ctx, Directive, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { once } from "../../shared/idempotence";
import { isUuid } from "../../shared/page";
import { auteur } from "../auteur";
import { offreDansTransaction, personneDansTransaction, sessionDansTransaction } from "../ecriture.repository";
import { refuserNul } from "../texte-recu";
import { prendreUnePlace, rendreLaPlace } from "./place.repository";
import { effetsDe, occupeUnePlace, type Prescription, refusDAvancer, type Statut } from "./prescription";
import { AvancerPrescriptionResultat, PrescrireResultat, StatutPrescription } from "./prescription.graphql";
import { avancer, creerPrescription, dejaPrescrite, lirePrescription, verrouillerPrescription } from "./prescription.repository";
import { prescrire } from "./prescrire";

const INTROUVABLE = () =>
  Refus.de("PRESCRIPTION_INTROUVABLE", "Aucune prescription de votre périmètre ne porte cet identifiant.", { champ: "prescription" });

/** The answer carries what the caller may read of the person: the register says so. */
function repondre(resultat: Prescription | Refus, ctx: RequestContext): Prescription | Refus {
  ctx.forget();
  if (!(resultat instanceof Refus)) ctx.saw([resultat.allocataire]);
  return resultat;
}

@Resolver()
export class PrescriptionMutations {
  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => PrescrireResultat, {
    description:
      "Prescrit une offre à un allocataire ; la prescription est ouverte et prend une place. Refus : ALLOCATAIRE_INTROUVABLE, OFFRE_INTROUVABLE, SESSION_INTROUVABLE, SESSION_COMMENCEE, DEJA_PRESCRITE, PLUS_DE_PLACE, MOTIF_MANQUANT.",
  })
  async prescrire(
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("offre", () => ID, { description: "Offre du catalogue." }) offre: string,
    @Arg("session", () => ID, { nullable: true, description: "Session à venir de cette offre." }) session: string | null,
    @Arg("motif", () => String, { description: "Pourquoi cette offre, en 2 000 caractères au plus." }) motif: string,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Prescription | Refus> {
    const demande = { allocataire, offre, session: session ?? null, motif };
    refuserNul({ ...demande, cle }, "prescrire");
    const resultat = await once<Prescription>(ctx, {
      schema: "offre_insertion",
      mutation: "prescrire",
      cle,
      payload: demande,
      idOf: (p) => p.id,
      reload: async (id, { tx }) => (await lirePrescription(tx, id))!,
      apply: (ecriture) => appliquerPrescrire(demande, ecriture, ctx),
    });
    return repondre(resultat, ctx);
  }

  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => AvancerPrescriptionResultat, {
    description: "Fait avancer une prescription. Refus : PRESCRIPTION_INTROUVABLE, TRANSITION_IMPOSSIBLE, MOTIF_MANQUANT.",
  })
  async avancerPrescription(
    @Arg("prescription", () => ID, { description: "La prescription." }) prescription: string,
    @Arg("statut", () => StatutPrescription, { description: "Nouvel état." }) statut: Statut,
    @Arg("motif", () => String, { nullable: true, description: "Obligatoire pour refuser ou annuler ; dit le résultat pour terminer." })
    motif: string | null,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Prescription | Refus> {
    const demande = { prescription, statut, motif: motif ?? null };
    refuserNul({ ...demande, cle }, "avancerPrescription");
    const resultat = await once<Prescription>(ctx, {
      schema: "offre_insertion",
      mutation: "avancerPrescription",
      cle,
      payload: demande,
      idOf: (p) => p.id,
      reload: async (id, { tx }) => (await lirePrescription(tx, id))!,
      apply: (ecriture) => appliquerAvancer(demande, ecriture, ctx),
    });
    return repondre(resultat, ctx);
  }
}

async function appliquerPrescrire(
  demande: { allocataire: string; offre: string; session: string | null; motif: string },
  ecriture: WritingTransaction,
  ctx: RequestContext,
): Promise<Prescription | Refus> {
  const { tx } = ecriture;
  const { organisme, par } = await auteur(ctx);
  const faite = await prescrire(
    demande,
    {
      personne: (id) => personneDansTransaction(tx, id),
      offre: (id) => offreDansTransaction(tx, id),
      session: (id) => sessionDansTransaction(tx, id),
      dejaPrescrite: (departement, canonique, offre) => dejaPrescrite(tx, departement, canonique, offre),
      prendreUnePlace: (offre, session) => prendreUnePlace(tx, offre, session),
      creer: (nouvelle) => creerPrescription(tx, { ...nouvelle, prescripteur: organisme, le: ctx.now(), par }),
    },
    ctx.now(),
  );
  if (faite instanceof Refus) return faite;
  const prescription = (await lirePrescription(tx, faite.id))!;
  await raconter(prescription, ecriture, ["Prescription.offre", "Prescription.motif", "Prescription.statut"]);
  return prescription;
}

async function appliquerAvancer(
  demande: { prescription: string; statut: Statut; motif: string | null },
  ecriture: WritingTransaction,
  ctx: RequestContext,
): Promise<Prescription | Refus> {
  const { tx } = ecriture;
  const avant = isUuid(demande.prescription) ? await verrouillerPrescription(tx, demande.prescription) : null;
  if (!avant) return INTROUVABLE();
  const refus = refusDAvancer(avant.statut, demande.statut, demande.motif);
  if (refus) return refus;
  const { id, departement, allocataire, offre, session } = avant;
  const { par } = await auteur(ctx);
  const effets = effetsDe(demande.statut, demande.motif, ctx.today());
  await avancer(
    tx,
    { departement, prescription: id, allocataire, statut: demande.statut, le: ctx.now(), par, motif: demande.motif },
    effets,
  );
  if (occupeUnePlace(avant.statut) && !occupeUnePlace(demande.statut)) await rendreLaPlace(tx, offre, session);
  const prescription = (await lirePrescription(tx, id))!;
  await raconter(prescription, ecriture, ["Prescription.statut"]);
  return prescription;
}

/** Event and trace of what was written. */
async function raconter(p: Prescription, { publish, trace }: WritingTransaction, champs: string[]): Promise<void> {
  await publish({
    type: "PrescriptionAvancee",
    departement: p.departement,
    allocataire: p.allocataire,
    donnees: { prescription: p.id, offre: p.offre, statut: p.statut },
  });
  await trace([p.allocataire], champs);
}
