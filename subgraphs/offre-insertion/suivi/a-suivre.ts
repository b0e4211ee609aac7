import type { Prescription } from "../prescription/prescription";

/** What a prescription in progress awaits, in the words that the API shows. */
export const RAISONS_DE_SUIVI = {
  SESSION_ANNULEE: "Sa session n’aura pas lieu : l’annuler, et prescrire pour une autre.",
  A_OUVRIR: "C’est un brouillon : la structure ne le voit pas.",
  ATTEND_UNE_PLACE: "Elle est dans la liste d’attente.",
  ATTEND_UNE_REPONSE: "La structure n’a pas encore accepté ni refusé.",
  A_DEMARRER: "La structure a accepté ; l’action n’a pas commencé.",
  A_TERMINER: "L’action est en cours.",
} as const;
export type RaisonDeSuivi = keyof typeof RAISONS_DE_SUIVI;

/** The reason to look at a prescription that has not ended. */
export function raisonDeSuivre({ statut, attente }: Pick<Prescription, "statut" | "attente">, sessionAnnulee: boolean): RaisonDeSuivi {
  if (sessionAnnulee && statut !== "DEMARREE") return "SESSION_ANNULEE";
  if (statut === "BROUILLON") return "A_OUVRIR";
  if (attente !== null) return "ATTEND_UNE_PLACE";
  if (statut === "VALIDEE") return "A_DEMARRER";
  return statut === "DEMARREE" ? "A_TERMINER" : "ATTEND_UNE_REPONSE";
}
