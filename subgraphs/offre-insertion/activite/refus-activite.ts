import { Refus } from "../../shared/contrat/refus";
import { type Activite, type DemandeDActivite, type StatutActivite, TRANSITIONS_ACTIVITE } from "./activite";

/** A day has no more. */
const MINUTES_PAR_JOUR = 1_440;
const TEXTE_MAX = 2_000;
const PREUVE_MAX = 200;
/** No activity is older: an earlier date is a typing error. */
const PLUS_ANCIENNE = "2000-01-01";

/** States as the page of a structure and the refusals say them. */
export const NOM_DE_L_ACTIVITE: Record<StatutActivite, string> = {
  PREVUE: "prévue",
  DECLAREE: "déclarée",
  CONFIRMEE: "confirmée",
  CONTESTEE: "contestée",
  REFUSEE: "refusée",
  NON_REALISEE: "constatée non réalisée",
  ANNULEE: "annulée",
};

const refusDesMinutes = (minutes: number): Refus | null =>
  minutes >= 1 && minutes <= MINUTES_PAR_JOUR
    ? null
    : Refus.de("MINUTES_INVALIDES", `Une activité dure de 1 à ${MINUTES_PAR_JOUR} minutes dans une journée.`, { champ: "minutes" });

function refusDuMotif(motif: string | null, obligatoire: boolean, quoi: string): Refus | null {
  if (obligatoire && !motif?.trim()) return Refus.de("MOTIF_MANQUANT", `Dites pourquoi l’activité est ${quoi}.`, { champ: "motif" });
  if (motif && motif.length > TEXTE_MAX)
    return Refus.de("MOTIF_TROP_LONG", `Le motif compte au plus ${TEXTE_MAX} caractères.`, { champ: "motif" });
  return null;
}

function refusDePasser(activite: Activite, vers: StatutActivite): Refus | null {
  if (TRANSITIONS_ACTIVITE[activite.statut].includes(vers)) return null;
  const suite = TRANSITIONS_ACTIVITE[activite.statut].includes("CONTESTEE")
    ? "elle ne change qu’en étant contestée"
    : "elle ne change plus";
  const phrase = activite.statut === vers ? `déjà ${NOM_DE_L_ACTIVITE[vers]}` : `${NOM_DE_L_ACTIVITE[activite.statut]} : ${suite}`;
  return Refus.de("TRANSITION_IMPOSSIBLE", `Cette activité est ${phrase}.`, { champ: "activite" });
}

/** Why an activity cannot be declared, or null. `date`: civil date, Paris. `minutes`: of that day.
 * Refus : MINUTES_INVALIDES, DATE_FUTURE, DATE_ANTERIEURE, NATURE_MANQUANTE, NATURE_TROP_LONGUE, PREUVE_TROP_LONGUE. */
export function refusDeDeclarer(demande: DemandeDActivite, aujourdhui: string): Refus | null {
  const minutes = refusDesMinutes(demande.minutes);
  if (minutes) return minutes;
  if (demande.date > aujourdhui) return Refus.de("DATE_FUTURE", `L’activité du ${demande.date} n’a pas encore eu lieu.`, { champ: "date" });
  if (demande.date < PLUS_ANCIENNE) {
    return Refus.de("DATE_ANTERIEURE", `Une activité du ${demande.date} est trop ancienne : vérifiez la date.`, { champ: "date" });
  }
  if (!demande.nature.trim())
    return Refus.de("NATURE_MANQUANTE", "Dites ce qui a été fait : la nature est obligatoire.", { champ: "nature" });
  if (demande.nature.length > TEXTE_MAX)
    return Refus.de("NATURE_TROP_LONGUE", `La nature compte au plus ${TEXTE_MAX} caractères.`, { champ: "nature" });
  if (demande.preuve && demande.preuve.length > PREUVE_MAX) {
    const message = `La preuve est une référence de ${PREUVE_MAX} caractères au plus (numéro d’attestation, feuille d’émargement), jamais la pièce.`;
    return Refus.de("PREUVE_TROP_LONGUE", message, { champ: "preuve" });
  }
  return null;
}

/** Why a day cannot take these minutes more, or null. Refus : JOURNEE_DEPASSEE. */
export function refusDeLaJournee(dejaDeclarees: number, minutes: number): Refus | null {
  if (dejaDeclarees + minutes <= MINUTES_PAR_JOUR) return null;
  const message = `Ce jour compte déjà ${dejaDeclarees} minutes d’activité : avec ${minutes} de plus, il dépasserait vingt-quatre heures.`;
  return Refus.de("JOURNEE_DEPASSEE", message, { champ: "minutes" });
}

/** The same for a structure, which has not to know what else fills the day. Refus : JOURNEE_DEPASSEE. */
export const JOURNEE_PLEINE = () =>
  Refus.de("JOURNEE_DEPASSEE", "Avec ces minutes, la journée de la personne dépasserait vingt-quatre heures d’activité.", {
    champ: "minutes",
  });

/** Why an activity cannot be confirmed or refused, or null. `minutes`: the corrected figure, null to keep it.
 * Refus : TRANSITION_IMPOSSIBLE, DATE_FUTURE, MOTIF_MANQUANT, MOTIF_TROP_LONG, MINUTES_INVALIDES. */
export function refusDeConfirmer(
  activite: Activite,
  accepter: boolean,
  motif: string | null,
  minutes: number | null,
  aujourdhui: string,
): Refus | null {
  const passage = refusDePasser(activite, accepter ? "CONFIRMEE" : "REFUSEE");
  if (passage) return passage;
  if (accepter && activite.date > aujourdhui) {
    return Refus.de("DATE_FUTURE", `L’activité du ${activite.date} n’a pas encore eu lieu : elle se confirmera ce jour-là.`, {
      champ: "activite",
    });
  }
  return refusDuMotif(motif, !accepter, "refusée") ?? (minutes === null ? null : refusDesMinutes(minutes));
}

/** Why an activity cannot be contested, or null. `minutes`: what who contests says it was; 0: it did not take place.
 * Refus : TRANSITION_IMPOSSIBLE, MOTIF_MANQUANT, MOTIF_TROP_LONG, MINUTES_INVALIDES. */
export function refusDeContester(activite: Activite, motif: string, minutes: number | null): Refus | null {
  return (
    refusDePasser(activite, "CONTESTEE") ??
    refusDuMotif(motif, true, "contestée") ??
    (minutes === null || minutes === 0 ? null : refusDesMinutes(minutes))
  );
}
