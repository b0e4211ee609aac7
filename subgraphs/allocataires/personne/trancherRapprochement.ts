import type { Refus } from "../../shared/contrat/refus";
import { refus } from "../refus";

/** @param choisie the person chosen, followed to who replaces her; null when nobody to read bears the id given.
 * Refus : RAPPROCHEMENT_INTROUVABLE, RAPPROCHEMENT_DEJA_TRANCHE, CANDIDAT_INCONNU. */
export function refusDuChoix(
  rapprochement: { statut: string; candidats: string[] } | null,
  choisie: string | null,
  quelquUn: boolean,
): Refus | null {
  if (!rapprochement) return refus("RAPPROCHEMENT_INTROUVABLE", "rapprochement");
  if (rapprochement.statut !== "A_TRAITER") return refus("RAPPROCHEMENT_DEJA_TRANCHE", "rapprochement");
  if (quelquUn && (choisie === null || !rapprochement.candidats.includes(choisie))) return refus("CANDIDAT_INCONNU", "allocataire");
  return null;
}
