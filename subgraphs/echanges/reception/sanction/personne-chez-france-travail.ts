import type { FranceTravail, ManquementFT } from "../../france-travail/api";
import { ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import type { Traitement } from "../recevoir";
import { refusLu } from "./proposition";

/** Errors that are about this person or this sanction: the others are read on. */
const SIENNES = [
  "USAGER_INTROUVABLE",
  "USAGERS_MULTIPLES",
  "NON_RATTACHE",
  "ACCES_REFUSE",
  "ADRESSE_MANQUANTE",
  "ID_NON_RECONNU",
  "DONNEE_INVALIDE",
] as const;

/** The breach that a consequence belongs to, or why it cannot be read. Errors: those of the partner as a whole (away, quota, settings). */
export async function lireManquement(
  api: Pick<FranceTravail, "usagers" | "sanctions">,
  numeroFranceTravail: string | null,
  consequence: string,
): Promise<ManquementFT | Traitement> {
  if (numeroFranceTravail === null) return refusLu("NUMERO_INCONNU", "La personne n’a pas de numéro France Travail dans le hub.");
  try {
    const usager = await api.usagers.rechercher({ numeroFranceTravail });
    const lu = await api.sanctions.detailManquement(usager, consequence);
    return lu ?? refusLu("CONSEQUENCE_INCONNUE", "France Travail ne montre rien sous l’identifiant de sanction de cette activité.");
  } catch (error) {
    if (error instanceof ErreurFranceTravail && (SIENNES as readonly string[]).includes(error.code))
      return refusLu(error.code, error.message);
    throw error;
  }
}
