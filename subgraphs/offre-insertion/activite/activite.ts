import type { ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";

export const STATUTS_ACTIVITE = ["PREVUE", "DECLAREE", "CONFIRMEE", "REFUSEE"] as const;
export type StatutActivite = (typeof STATUTS_ACTIVITE)[number];

/** From a state, those that may follow: an activity is confirmed or refused once. */
export const TRANSITIONS_ACTIVITE: Record<StatutActivite, readonly StatutActivite[]> = {
  PREVUE: ["CONFIRMEE", "REFUSEE"],
  DECLAREE: ["CONFIRMEE", "REFUSEE"],
  CONFIRMEE: [],
  REFUSEE: [],
};

/** A day has no more. */
const MINUTES_PAR_JOUR = 1_440;
const TEXTE_MAX = 2_000;

export interface Activite {
  id: string;
  departement: string;
  /** Canonical id of the person. */
  allocataire: string;
  date: string;
  minutes: number;
  nature: string;
  mode: ModeIntervention | null;
  prescription: string | null;
  statut: StatutActivite;
}

export interface DemandeDActivite {
  allocataire: string;
  date: string;
  minutes: number;
  nature: string;
  mode: ModeIntervention | null;
  prescription: string | null;
}

/** No activity is older: an earlier date is a typing error. */
const PLUS_ANCIENNE = "2000-01-01";

/** Why an activity cannot be declared, or null. `date`: civil date, Paris. `minutes`: of that day.
 * Refus : MINUTES_INVALIDES, DATE_FUTURE, DATE_ANTERIEURE, NATURE_MANQUANTE, NATURE_TROP_LONGUE. */
export function refusDeDeclarer(demande: DemandeDActivite, aujourdhui: string): Refus | null {
  if (!(demande.minutes >= 1 && demande.minutes <= MINUTES_PAR_JOUR)) {
    return Refus.de("MINUTES_INVALIDES", `Une activité dure de 1 à ${MINUTES_PAR_JOUR} minutes dans une journée.`, { champ: "minutes" });
  }
  if (demande.date > aujourdhui) return Refus.de("DATE_FUTURE", `L’activité du ${demande.date} n’a pas encore eu lieu.`, { champ: "date" });
  if (demande.date < PLUS_ANCIENNE) {
    return Refus.de("DATE_ANTERIEURE", `Une activité du ${demande.date} est trop ancienne : vérifiez la date.`, { champ: "date" });
  }
  if (!demande.nature.trim())
    return Refus.de("NATURE_MANQUANTE", "Dites ce qui a été fait : la nature est obligatoire.", { champ: "nature" });
  if (demande.nature.length > TEXTE_MAX)
    return Refus.de("NATURE_TROP_LONGUE", `La nature compte au plus ${TEXTE_MAX} caractères.`, { champ: "nature" });
  return null;
}

/** Why a day cannot take these minutes more, or null. Refus : JOURNEE_DEPASSEE. */
export function refusDeLaJournee(dejaDeclarees: number, minutes: number): Refus | null {
  if (dejaDeclarees + minutes <= MINUTES_PAR_JOUR) return null;
  const message = `Ce jour compte déjà ${dejaDeclarees} minutes d’activité : avec ${minutes} de plus, il dépasserait vingt-quatre heures.`;
  return Refus.de("JOURNEE_DEPASSEE", message, { champ: "minutes" });
}

/** Why an activity cannot be confirmed or refused, or null. Refus : TRANSITION_IMPOSSIBLE, DATE_FUTURE, MOTIF_MANQUANT, MOTIF_TROP_LONG. */
export function refusDeConfirmer(activite: Activite, accepter: boolean, motif: string | null, aujourdhui: string): Refus | null {
  const vers: StatutActivite = accepter ? "CONFIRMEE" : "REFUSEE";
  if (!TRANSITIONS_ACTIVITE[activite.statut].includes(vers)) {
    const etat = activite.statut === "CONFIRMEE" ? "confirmée" : "refusée";
    return Refus.de("TRANSITION_IMPOSSIBLE", `Cette activité est déjà ${etat} : elle ne change plus.`, { champ: "activite" });
  }
  if (accepter && activite.date > aujourdhui) {
    return Refus.de("DATE_FUTURE", `L’activité du ${activite.date} n’a pas encore eu lieu : elle se confirmera ce jour-là.`, {
      champ: "activite",
    });
  }
  if (!accepter && !motif?.trim()) return Refus.de("MOTIF_MANQUANT", "Dites pourquoi l’activité est refusée.", { champ: "motif" });
  if (motif && motif.length > TEXTE_MAX)
    return Refus.de("MOTIF_TROP_LONG", `Le motif compte au plus ${TEXTE_MAX} caractères.`, { champ: "motif" });
  return null;
}

/** A week of activity, in minutes. `prevuesMinutes`: planned and not yet done. */
export interface Heures {
  semaine: string;
  objectifMinutes: number | null;
  realiseesMinutes: number;
  prevuesMinutes: number;
  exempte: boolean;
}
