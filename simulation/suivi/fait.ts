import type { Jour } from "../calendrier";
import type { Personne } from "../foyer/foyer-modele";

import type { Reunion } from "../rendez-vous/reunions";
import type { Parcours } from "../territoire/territoire";

export type Statut = "unknown" | "seen" | "noshow" | "excused" | "revoked";

/** An appointment of a person. `reunion`: the collective meeting that it is, or null. */
export interface RendezVous {
  reunion: Reunion | null;
  envoye: Jour;
  jour: Jour;
  secondes: number;
  statut: Statut;
  /** Day first given, when it was moved. */
  deplaceDu: Jour | null;
}

export interface OrientationDecidee {
  jour: Jour;
  parcours: Parcours;
  organisme: string;
  /** Code in its organisme; null when the organisme follows without naming anyone. */
  referent: string | null;
  /** After the six weeks of the Département, France Travail decides (D. 262-65-2). */
  parFranceTravail: boolean;
}

/** What happens to one person in the year, in order. Everything is on or before `contexte.veille`, but appointments to come. */
export interface Suivi {
  personne: Personne;
  codeInsee: string;
  /** Appointments of orientation, then the first of the accompaniment. */
  convocations: RendezVous[];
  orientation: OrientationDecidee | null;
  premierEntretien: RendezVous | null;
  diagnostic: Jour | null;
  contrats: Contrat[];
  activites: Action[];
  sortie: { jour: Jour; declaree: Jour; nature: string } | null;
}

export interface Contrat {
  jour: Jour;
  nature: "ORIENTATION_3_MOIS" | "CONTRAT_ENGAGEMENT";
  dureeMois: number;
  /** Hours a week; null for the orientation contract and for who is exempt. */
  heures: number | null;
  exempte: boolean;
  motif: string | null;
}

export interface Action {
  /** Day of the activity, and day when it is declared. */
  jour: Jour;
  declaree: Jour;
  minutes: number;
  nature: string;
  mode: "INDIVIDUEL" | "COLLECTIF";
}
