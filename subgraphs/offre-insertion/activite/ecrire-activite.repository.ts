import type { WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { isUuid } from "../../shared/page";
import { personneDansTransaction } from "../ecriture.repository";
import { lirePrescription } from "../prescription/prescription.repository";
import type { Activite, ActiviteLue, DeclarantActivite, DemandeDActivite } from "./activite";
import { changerActivites, creerActivite, lireActivite, minutesDuJour, verrouillerActivite } from "./activite.repository";
import { refusDeConfirmer, refusDeContester, refusDeDeclarer, refusDeLaJournee } from "./refus-activite";

/** Who writes, and when: `aujourdhui` is a civil date, Paris. */
export interface Ecrivain {
  organisme: string | null;
  par: string;
  maintenant: Date;
  aujourdhui: string;
}

const INTROUVABLE = () =>
  Refus.de("ACTIVITE_INTROUVABLE", "Aucune activité de votre périmètre ne porte cet identifiant.", { champ: "activite" });

/** Declares an activity that took place: fact, event, trace. */
export async function declarerActivite(demande: DemandeDActivite, ecriture: WritingTransaction, qui: Ecrivain): Promise<Activite | Refus> {
  const { tx } = ecriture;
  const refus = refusDeDeclarer(demande, qui.aujourdhui);
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
  const jour = { departement, allocataire: canonique, date: demande.date };
  const trop = refusDeLaJournee(await minutesDuJour(tx, jour, null), demande.minutes);
  if (trop) return trop;
  const { organisme, par, maintenant: le } = qui;
  const preuve = demande.preuve?.trim() || null;
  const id = await creerActivite(tx, {
    ...demande,
    allocataire: canonique,
    nature: demande.nature.trim(),
    preuve,
    departement,
    organisme,
    par,
    le,
  });
  const activite = (await lireActivite(tx, id))!;
  await raconter("ActiviteDeclaree", activite, ecriture, ["Activite.date", "Activite.minutes", "Activite.nature", "Activite.statut"]);
  return activite;
}

export interface DemandeDeConfirmation {
  activite: string;
  accepter: boolean;
  motif: string | null;
  /** The corrected figure; null keeps the declared one. */
  minutes: number | null;
}

/** Confirms (with a corrected figure or not) or refuses an activity. */
export async function confirmerActivite(
  demande: DemandeDeConfirmation,
  ecriture: WritingTransaction,
  qui: Ecrivain,
): Promise<Activite | Refus> {
  const { tx } = ecriture;
  const avant = isUuid(demande.activite) ? await verrouillerActivite(tx, demande.activite) : null;
  if (!avant) return INTROUVABLE();
  const refus = refusDeConfirmer(avant, demande.accepter, demande.motif, demande.minutes, qui.aujourdhui);
  if (refus) return refus;
  const minutes = demande.minutes ?? avant.minutes;
  if (demande.accepter) {
    const trop = refusDeLaJournee(await minutesDuJour(tx, avant, avant.id), minutes);
    if (trop) return trop;
  }
  const { departement, id: activite } = avant;
  const statut = demande.accepter ? "CONFIRMEE" : "REFUSEE";
  const changement = { departement, activite, statut, minutes: demande.accepter ? minutes : avant.minutes, declarant: "REFERENT" } as const;
  await changerActivites(tx, [changement], { le: qui.maintenant, par: qui.par, motif: demande.motif });
  const apres = (await lireActivite(tx, activite))!;
  await raconter("ActiviteConfirmee", apres, ecriture, ["Activite.minutes", "Activite.statut"]);
  return apres;
}

export interface DemandeDeContestation {
  activite: string;
  motif: string;
  /** What who contests says; null: says no figure. */
  minutes: number | null;
  declarant: DeclarantActivite;
}

/** Contests an activity: it stops counting until it is confirmed or refused. */
export async function contesterActivite(
  demande: DemandeDeContestation,
  ecriture: WritingTransaction,
  qui: Ecrivain,
): Promise<Activite | Refus> {
  const { tx } = ecriture;
  const avant = isUuid(demande.activite) ? await verrouillerActivite(tx, demande.activite) : null;
  if (!avant) return INTROUVABLE();
  const refus = refusDeContester(avant, demande.motif, demande.minutes);
  if (refus) return refus;
  const { departement, id: activite } = avant;
  const changement = {
    departement,
    activite,
    statut: "CONTESTEE",
    minutes: demande.minutes ?? avant.minutes,
    declarant: demande.declarant,
  } as const;
  await changerActivites(tx, [changement], { le: qui.maintenant, par: qui.par, motif: demande.motif.trim() });
  const apres = (await lireActivite(tx, activite))!;
  await raconter("ActiviteContestee", apres, ecriture, ["Activite.statut"]);
  return apres;
}

/** Event and trace of what was written; the structure of a prescription receives its own. */
export async function raconter(type: string, a: ActiviteLue, { publish, trace }: WritingTransaction, champs: string[]): Promise<void> {
  const prescrite = a.prescription === null ? {} : { prescription: a.prescription, structure: a.structure };
  const donnees = { activite: a.id, date: a.date, minutes: a.minutes, statut: a.statut, ...prescrite };
  await publish({ type, departement: a.departement, allocataire: a.allocataire, donnees });
  await trace([a.allocataire], champs);
}
