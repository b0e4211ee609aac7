import { daysBetween } from "../../../shared/civil-date";
import type { Origine } from "../origine";
import type { StatutResultat } from "./validation";

export const CAUSES_ATTENTE = ["A_SAISIR", "A_CORRIGER", "A_VALIDER", "A_RECEVOIR"] as const;
export type CauseAttente = (typeof CAUSES_ATTENTE)[number];

export interface LigneAttendue {
  origineAttendue: Origine;
  /** True when the hub counted it for the year. */
  calculee: boolean;
  /** State of the result that counts, or null. */
  saisie: StatutResultat | null;
  /** True when a result was rejected, and none came after. */
  rejetee: boolean;
  recue: boolean;
}

/** What a line of a year waits for, or null: nothing. A line that the hub should count, and knew nothing of that year, waits for its entry. */
export function causeAttente(ligne: LigneAttendue): CauseAttente | null {
  if (ligne.origineAttendue === "CALCULEE" && ligne.calculee) return null;
  if (ligne.origineAttendue === "RECUE") return ligne.recue || ligne.saisie === "VALIDE" ? null : "A_RECEVOIR";
  if (ligne.saisie === null) return ligne.rejetee ? "A_CORRIGER" : "A_SAISIR";
  return ligne.saisie === "A_VALIDER" ? "A_VALIDER" : null;
}

/** Day by which the results of a year are reported: 31 March of the next one, as the reports of the contract are. */
export const echeanceDuResultat = (annee: number): string => `${annee + 1}-03-31`;

/** Days from that day to today; negative before it. */
export const ecartALEcheance = (annee: number, aujourdhui: string): number => daysBetween(echeanceDuResultat(annee), aujourdhui);
