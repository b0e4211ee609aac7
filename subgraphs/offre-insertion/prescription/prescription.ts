import type { ModeIntervention } from "../../shared/contrat/enums";
import type { Acteur, Issue, Statut } from "./cycle";
import type { MotifRefus } from "./motif-refus";

/** How the person accepts to be reached by the structure. Source: DORA, contact_preferences. */
export const PREFERENCES_CONTACT = ["TELEPHONE", "COURRIEL", "REFERENT", "AUTRE"] as const;
export type PreferenceContact = (typeof PREFERENCES_CONTACT)[number];

export interface Prescription {
  id: string;
  departement: string;
  /** Canonical id of the person. */
  allocataire: string;
  offre: string;
  structure: string;
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
  issue: Issue | null;
  motifRefus: MotifRefus | null;
  /** It holds a place of the offer, and of its session. */
  place: boolean;
  /** Number in the line for a place; null: it does not wait. */
  attente: number | null;
  accepteAttente: boolean;
  delaiDepuis: Date | null;
  relances: number;
  relanceeLe: Date | null;
  preferencesContact: PreferenceContact[];
  disponibilites: string | null;
  conditionsRemplies: string[];
  protectionAttesteeLe: Date | null;
}

export interface Etape {
  prescription: string;
  statut: Statut;
  le: Date;
  par: string;
  acteur: Acteur;
  motif: string | null;
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
