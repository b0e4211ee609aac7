import type { ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";

export const STATUTS = ["BROUILLON", "OUVERTE", "A_L_ETUDE", "VALIDEE", "DEMARREE", "TERMINEE", "REFUSEE", "EXPIREE", "ANNULEE"] as const;
export type Statut = (typeof STATUTS)[number];

/** The life of a prescription: from a state, those that may follow. An abandon once it began is TERMINEE, with its reason. */
export const TRANSITIONS: Record<Statut, readonly Statut[]> = {
  BROUILLON: ["OUVERTE", "ANNULEE"],
  OUVERTE: ["A_L_ETUDE", "VALIDEE", "REFUSEE", "EXPIREE", "ANNULEE"],
  A_L_ETUDE: ["VALIDEE", "REFUSEE", "EXPIREE", "ANNULEE"],
  VALIDEE: ["DEMARREE", "EXPIREE", "ANNULEE"],
  DEMARREE: ["TERMINEE"],
  TERMINEE: [],
  REFUSEE: [],
  EXPIREE: [],
  ANNULEE: [],
};

/** States that give their place back. A finished prescription has used its funded place. */
const SANS_PLACE: readonly Statut[] = ["BROUILLON", "REFUSEE", "EXPIREE", "ANNULEE"];
export const occupeUnePlace = (statut: Statut): boolean => !SANS_PLACE.includes(statut);

const MOTIF_OBLIGATOIRE: readonly Statut[] = ["REFUSEE", "ANNULEE"];
const MOTIF_MAX = 2_000;

const NOM_DU_STATUT: Record<Statut, string> = {
  BROUILLON: "en brouillon",
  OUVERTE: "ouverte",
  A_L_ETUDE: "à l’étude",
  VALIDEE: "validée",
  DEMARREE: "démarrée",
  TERMINEE: "terminée",
  REFUSEE: "refusée",
  EXPIREE: "expirée",
  ANNULEE: "annulée",
};

export interface Prescription {
  id: string;
  departement: string;
  /** Canonical id of the person. */
  allocataire: string;
  offre: string;
  session: string | null;
  prescripteur: string | null;
  statut: Statut;
  motif: string | null;
  prescriteLe: Date;
  debut: string | null;
  fin: string | null;
  dureeMinutes: number | null;
  mode: ModeIntervention | null;
  resultat: string | null;
}

export interface Etape {
  prescription: string;
  statut: Statut;
  le: Date;
  par: string;
  motif: string | null;
}

/** Why a reason is not accepted, or null. Refus : MOTIF_MANQUANT, MOTIF_TROP_LONG. */
export function refusDuMotif(motif: string | null | undefined, obligatoire: boolean): Refus | null {
  if (obligatoire && !motif?.trim()) return Refus.de("MOTIF_MANQUANT", "Dites pourquoi : le motif est obligatoire.", { champ: "motif" });
  if (motif && motif.length > MOTIF_MAX)
    return Refus.de("MOTIF_TROP_LONG", `Le motif compte au plus ${MOTIF_MAX} caractères.`, { champ: "motif" });
  return null;
}

/** Why a prescription cannot go to a state, or null. Refus : TRANSITION_IMPOSSIBLE, MOTIF_MANQUANT, MOTIF_TROP_LONG. */
export function refusDAvancer(statut: Statut, vers: Statut, motif: string | null | undefined): Refus | null {
  const suivants = TRANSITIONS[statut];
  if (!suivants.includes(vers)) {
    const possibles =
      suivants.length === 0 ? "elle ne change plus" : `elle peut devenir ${suivants.map((s) => NOM_DU_STATUT[s]).join(", ")}`;
    return Refus.de("TRANSITION_IMPOSSIBLE", `La prescription est ${NOM_DU_STATUT[statut]} : ${possibles}.`, { champ: "statut" });
  }
  return refusDuMotif(motif, MOTIF_OBLIGATOIRE.includes(vers));
}

/** What changes with a state. `debut`, `fin`: civil dates; `resultat`: how it ended, in the agent's words. */
export function effetsDe(
  vers: Statut,
  motif: string | null | undefined,
  aujourdhui: string,
): { debut?: string; fin?: string; resultat?: string | null } {
  if (vers === "DEMARREE") return { debut: aujourdhui };
  return vers === "TERMINEE" ? { fin: aujourdhui, resultat: motif ?? null } : {};
}

/** Minutes that the prescription stands for: the session, else hours a week × weeks; null when neither is known. */
export function dureeMinutes(
  session: { debut: Date; fin: Date | null } | null,
  offre: { volumeHoraireHebdomadaire: number | null; nombreSemaines: number | null },
): number | null {
  if (session?.fin) return Math.round((session.fin.getTime() - session.debut.getTime()) / 60_000);
  const { volumeHoraireHebdomadaire: heures, nombreSemaines: semaines } = offre;
  return heures !== null && semaines !== null ? Math.round(heures * semaines * 60) : null;
}
