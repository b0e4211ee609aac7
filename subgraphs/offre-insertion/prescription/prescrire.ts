import type { ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { dureeMinutes, refusDuMotif } from "./prescription";

export interface DemandeDePrescription {
  allocataire: string;
  offre: string;
  session: string | null;
  motif: string;
}

/** What prescribing needs of the storage. Each read answers null for what the caller may not see. */
export interface PourPrescrire {
  personne(id: string): Promise<{ departement: string; canonique: string } | null>;
  offre(id: string): Promise<{
    id: string;
    mode: ModeIntervention | null;
    volumeHoraireHebdomadaire: number | null;
    nombreSemaines: number | null;
    retireeLe: Date | null;
  } | null>;
  session(id: string): Promise<{ id: string; offre: string; debut: Date; fin: Date | null } | null>;
  /** Until the end of the transaction, nobody else prescribes this offer to this person; true when it already is prescribed. */
  dejaPrescrite(departement: string, canonique: string, offre: string): Promise<boolean>;
  prendreUnePlace(offre: string, session: string | null): Promise<boolean>;
  creer(nouvelle: {
    departement: string;
    allocataire: string;
    offre: string;
    session: string | null;
    motif: string;
    dureeMinutes: number | null;
    mode: ModeIntervention | null;
  }): Promise<string>;
}

/** Prescribes an offer: the id of the prescription, or a Refus.
 * Refus : ALLOCATAIRE_INTROUVABLE, OFFRE_INTROUVABLE, OFFRE_RETIREE, SESSION_INTROUVABLE, SESSION_COMMENCEE, DEJA_PRESCRITE, PLUS_DE_PLACE, MOTIF_MANQUANT, MOTIF_TROP_LONG. */
export async function prescrire(
  demande: DemandeDePrescription,
  port: PourPrescrire,
  maintenant: Date,
): Promise<{ id: string; departement: string; canonique: string } | Refus> {
  const refusMotif = refusDuMotif(demande.motif, true);
  if (refusMotif) return refusMotif;
  const personne = await port.personne(demande.allocataire);
  if (!personne)
    return Refus.de("ALLOCATAIRE_INTROUVABLE", "Aucun allocataire de votre périmètre ne porte cet identifiant.", { champ: "allocataire" });
  const offre = await port.offre(demande.offre);
  if (!offre) return Refus.de("OFFRE_INTROUVABLE", "Aucune offre du catalogue ne porte cet identifiant.", { champ: "offre" });
  if (offre.retireeLe !== null)
    return Refus.de("OFFRE_RETIREE", "Sa source ne propose plus cette offre : choisissez-en une autre.", { champ: "offre" });
  const session = demande.session === null ? null : await port.session(demande.session);
  if (demande.session !== null && session?.offre !== offre.id) {
    return Refus.de("SESSION_INTROUVABLE", "Cette offre n’a pas de session de cet identifiant.", { champ: "session" });
  }
  if (session && session.debut <= maintenant)
    return Refus.de("SESSION_COMMENCEE", "Cette session a déjà commencé : choisissez-en une à venir.", { champ: "session" });
  if (await port.dejaPrescrite(personne.departement, personne.canonique, offre.id)) {
    return Refus.de("DEJA_PRESCRITE", "Cette offre est déjà prescrite à cette personne et la prescription est en cours.", {
      champ: "offre",
    });
  }
  if (!(await port.prendreUnePlace(offre.id, session?.id ?? null))) {
    return Refus.de("PLUS_DE_PLACE", "Toutes les places sont prises : choisissez une autre session ou une autre offre.", {
      champ: session ? "session" : "offre",
    });
  }
  const id = await port.creer({
    departement: personne.departement,
    allocataire: personne.canonique,
    offre: offre.id,
    session: session?.id ?? null,
    motif: demande.motif.trim(),
    dureeMinutes: dureeMinutes(session, offre),
    mode: offre.mode,
  });
  return { id, departement: personne.departement, canonique: personne.canonique };
}
