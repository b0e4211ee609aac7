import { Refus } from "../shared/contrat/refus";
import { isUuid } from "../shared/page";
import type { EcritureRepository, ParticipationVerrouillee } from "./ecriture.repository";
import { refusPresence, refusStatut, type StatutEnregistre, type StatutParticipation } from "./statut-participation";

export interface DemandePresence {
  rendezVous: string;
  allocataire: string;
  statut: StatutParticipation;
}

export interface PresenceSaisie {
  participation: ParticipationVerrouillee;
  statut: StatutEnregistre;
  rang: number | null;
  /** False when the status was already that one: nothing to tell. */
  change: boolean;
}

/** One answer for an appointment that does not exist and for one out of the perimeter. */
export const refusRendezVousInconnu = (): Refus =>
  Refus.de("RENDEZ_VOUS_INTROUVABLE", "Aucun rendez-vous de votre périmètre n’a cet identifiant, ou la personne n’y participe pas.", {
    champ: "rendezVous",
  });

/** Enters whether a person came. A correction is allowed and the history keeps both.
 * Refus: STATUT_NON_SAISISSABLE, RENDEZ_VOUS_INTROUVABLE, RENDEZ_VOUS_A_VENIR, TRANSITION_INTERDITE. */
export async function renseignerPresence(
  demande: DemandePresence,
  repository: EcritureRepository,
  maintenant: Date,
): Promise<PresenceSaisie | Refus> {
  const refus = refusStatut(demande.statut);
  if (refus) return refus;
  const statut = demande.statut as StatutEnregistre;
  if (!isUuid(demande.rendezVous) || !isUuid(demande.allocataire)) return refusRendezVousInconnu();
  const participation =
    (await repository.personne(demande.allocataire)) && (await repository.participation(demande.rendezVous, demande.allocataire));
  if (!participation) return refusRendezVousInconnu();
  const illegal = refusPresence(participation.statut, statut, participation.debut, maintenant);
  if (illegal) return illegal;
  if (participation.statut === statut) return { participation, statut, rang: participation.rang, change: false };
  return { participation, statut, rang: await repository.renseigner(participation, demande.rendezVous, statut), change: true };
}
