import { Arg, Ctx, Directive, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { once } from "../../shared/idempotence";
import { auteur } from "../auteur";
import { offreDansTransaction, personneDansTransaction, sessionDansTransaction } from "../ecriture.repository";
import { refuserNul } from "../texte-recu";
import { avancerPrescription, raconter } from "./avancer.repository";
import type { Issue, Statut } from "./cycle";
import type { MotifRefus } from "./motif-refus";
import { prendreUnePlace, verrouillerPlaces } from "./place.repository";
import type { PreferenceContact, Prescription } from "./prescription";
import {
  AvancerPrescriptionResultat,
  IssuePrescription,
  MotifRefusPrescription,
  PreferenceContactPrescription,
  PrescrireResultat,
  StatutPrescription,
} from "./prescription.graphql";
import { creerPrescription, dejaPrescrite, lirePrescription } from "./prescription.repository";
import { type DemandeDePrescription, prescrire } from "./prescrire";

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
      "Prescrit une offre à un allocataire ; la prescription est ouverte et prend une place. Refus : ALLOCATAIRE_INTROUVABLE, OFFRE_INTROUVABLE, SESSION_INTROUVABLE, SESSION_COMMENCEE, SESSION_ANNULEE, DEJA_PRESCRITE, PLUS_DE_PLACE, MOTIF_MANQUANT, TROP_DE_PRECISIONS.",
  })
  async prescrire(
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("offre", () => ID, { description: "Offre du catalogue." }) offre: string,
    @Arg("session", () => ID, { nullable: true, description: "Session à venir de cette offre." }) session: string | null,
    @Arg("motif", () => String, { description: "Pourquoi cette offre, en 2 000 caractères au plus ; la structure le lit." }) motif: string,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
    @Arg("brouillon", () => Boolean, {
      defaultValue: false,
      description: "Vrai : gardée de côté, sans place, et la structure ne la voit pas.",
    })
    brouillon: boolean,
    @Arg("listeAttente", () => Boolean, {
      defaultValue: false,
      description: "Vrai : sans place libre, la prescription attend la première qui se libère au lieu d’être refusée.",
    })
    listeAttente: boolean,
    @Arg("preferencesContact", () => [PreferenceContactPrescription], {
      defaultValue: [],
      description: "Comment la personne accepte d’être jointe par la structure ; rien d’autre ne lui est donné.",
    })
    preferencesContact: PreferenceContact[],
    @Arg("disponibilites", () => String, { nullable: true, description: "Quand elle est disponible, en 500 caractères au plus." })
    disponibilites: string | null,
    @Arg("conditionsRemplies", () => [String], { defaultValue: [], description: "Conditions d’accès de l’offre qu’elle remplit." })
    conditionsRemplies: string[],
    @Arg("protectionDonneesAttestee", () => Boolean, {
      defaultValue: false,
      description:
        "Vrai : la personne sait quelles données sont données à la structure. Sans cela, la structure ne reçoit ni nom ni contact.",
    })
    protectionDonneesAttestee: boolean,
  ): Promise<Prescription | Refus> {
    const precisions = { preferencesContact, disponibilites: disponibilites ?? null, conditionsRemplies, protectionDonneesAttestee };
    const demande = { allocataire, offre, session: session ?? null, motif, brouillon, listeAttente, ...precisions };
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
    description:
      "Fait avancer une prescription. Refus : PRESCRIPTION_INTROUVABLE, TRANSITION_IMPOSSIBLE, ETAPE_RESERVEE, EN_LISTE_D_ATTENTE, MOTIF_MANQUANT, MOTIF_SANS_REFUS, ISSUE_SANS_FIN ; pour ouvrir un brouillon, ceux de prescrire.",
  })
  async avancerPrescription(
    @Arg("prescription", () => ID, { description: "La prescription." }) prescription: string,
    @Arg("statut", () => StatutPrescription, { description: "Nouvel état." }) statut: Statut,
    @Arg("motif", () => String, {
      nullable: true,
      description: "Obligatoire pour annuler ou abandonner, et pour refuser sans motifRefus ; dit le résultat pour terminer.",
    })
    motif: string | null,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
    @Arg("motifRefus", () => MotifRefusPrescription, { nullable: true, description: "Pourquoi la structure refuse, parmi douze motifs." })
    motifRefus: MotifRefus | null,
    @Arg("issue", () => IssuePrescription, { nullable: true, description: "Pour terminer : aboutie (par défaut) ou abandon." })
    issue: Issue | null,
  ): Promise<Prescription | Refus> {
    const demande = { prescription, statut, motif: motif ?? null, motifRefus: motifRefus ?? null, issue: issue ?? null };
    refuserNul({ ...demande, cle }, "avancerPrescription");
    const etape = { ...demande, vers: statut, acteur: "PRESCRIPTEUR" as const, par: (await auteur(ctx)).par, jour: ctx.today() };
    const resultat = await once<Prescription>(ctx, {
      schema: "offre_insertion",
      mutation: "avancerPrescription",
      cle,
      payload: demande,
      idOf: (p) => p.id,
      reload: async (id, { tx }) => (await lirePrescription(tx, id))!,
      apply: (ecriture) => avancerPrescription(ecriture, etape, ctx.now()),
    });
    return repondre(resultat, ctx);
  }
}

async function appliquerPrescrire(
  demande: DemandeDePrescription,
  ecriture: WritingTransaction,
  ctx: RequestContext,
): Promise<Prescription | Refus> {
  const { tx } = ecriture;
  const { organisme, par } = await auteur(ctx);
  const suite = { accepteAttente: demande.listeAttente, prescripteur: organisme, le: ctx.now(), par };
  const { preferencesContact, disponibilites, conditionsRemplies, protectionDonneesAttestee: protectionAttestee } = demande;
  const faite = await prescrire(
    demande,
    {
      personne: (id) => personneDansTransaction(tx, id),
      offre: (id) => offreDansTransaction(tx, id),
      session: (id) => sessionDansTransaction(tx, id),
      dejaPrescrite: (departement, canonique, offre) => dejaPrescrite(tx, departement, canonique, offre),
      prendreUnePlace: async (offre, session) => {
        await verrouillerPlaces(tx, [offre]);
        return prendreUnePlace(tx, offre, session);
      },
      creer: (nouvelle) =>
        creerPrescription(tx, { ...nouvelle, ...suite, preferencesContact, disponibilites, conditionsRemplies, protectionAttestee }),
    },
    ctx.now(),
  );
  if (faite instanceof Refus) return faite;
  const prescription = (await lirePrescription(tx, faite.id))!;
  await raconter(prescription, "PRESCRIPTEUR", ecriture, ["Prescription.offre", "Prescription.motif", "Prescription.statut"], ctx.today());
  return prescription;
}
