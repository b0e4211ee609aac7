import type { ModeIntervention } from "../../shared/contrat/enums";
import type { NatureActionOarsa } from "../pdie/pdie";

export const STATUTS_ACTIVITE = ["PREVUE", "DECLAREE", "CONFIRMEE", "CONTESTEE", "REFUSEE", "NON_REALISEE", "ANNULEE"] as const;
export type StatutActivite = (typeof STATUTS_ACTIVITE)[number];

/** From a state, those that may follow. What was decided is only reopened by contesting it, and a contest is decided by confirming or refusing. */
export const TRANSITIONS_ACTIVITE: Record<StatutActivite, readonly StatutActivite[]> = {
  PREVUE: ["DECLAREE", "CONFIRMEE", "REFUSEE", "NON_REALISEE", "ANNULEE"],
  DECLAREE: ["CONFIRMEE", "REFUSEE", "CONTESTEE"],
  CONFIRMEE: ["CONTESTEE"],
  CONTESTEE: ["CONFIRMEE", "REFUSEE"],
  REFUSEE: ["CONTESTEE"],
  NON_REALISEE: ["CONTESTEE"],
  ANNULEE: [],
};

/** Minutes of these states are done. */
export const REALISEES: readonly StatutActivite[] = ["DECLAREE", "CONFIRMEE"];

export const DECLARANTS = ["STRUCTURE", "REFERENT", "ALLOCATAIRE"] as const;
export type DeclarantActivite = (typeof DECLARANTS)[number];

/** What an activity is. A planned one takes the type of its offer. */
export const TYPES_ACTIVITE = ["SESSION", "ATELIER", "FORMATION", "IMMERSION", "DEMARCHE", "ENTRETIEN", "BENEVOLAT", "AUTRE"] as const;
export type TypeActivite = (typeof TYPES_ACTIVITE)[number];

export interface Activite {
  id: string;
  departement: string;
  /** Canonical id of the person. */
  allocataire: string;
  /** Civil date, Paris. */
  date: string;
  minutes: number;
  nature: string;
  mode: ModeIntervention | null;
  type: TypeActivite;
  action: NatureActionOarsa | null;
  /** Null while the activity is only planned. */
  declarant: DeclarantActivite | null;
  preuve: string | null;
  prescription: string | null;
  session: string | null;
  statut: StatutActivite;
}

/** An activity read to be told: with the structure of its prescription, null without prescription. */
export interface ActiviteLue extends Activite {
  structure: string | null;
}

/** A step in the life of an activity. `minutes`: what it was worth then, or what who contests says. `par`: an organisme or a system. */
export interface EtapeActivite {
  activite: string;
  statut: StatutActivite;
  minutes: number;
  le: Date;
  par: string;
  declarant: DeclarantActivite | null;
  motif: string | null;
}

export interface DemandeDActivite {
  allocataire: string;
  date: string;
  minutes: number;
  nature: string;
  mode: ModeIntervention | null;
  type: TypeActivite;
  action: NatureActionOarsa | null;
  declarant: DeclarantActivite;
  preuve: string | null;
  prescription: string | null;
}
