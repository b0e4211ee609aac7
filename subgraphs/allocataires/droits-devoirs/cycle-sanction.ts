import type { StatutSanction } from "../vocabulaire";

/** What can happen to a sanction file. */
export const ACTIONS_SANCTION = [
  "instruire",
  "notifier",
  "observer",
  "aviser",
  "decider",
  "refuser",
  "constater",
  "lever",
  "annuler",
] as const;
export type ActionSanction = (typeof ACTIONS_SANCTION)[number];

/** The life cycle of a sanction file (CASF L. 262-37): what each step allows, and where it leads. A refusal, which is in the person's favour,
 * needs neither observations nor delay. AVIS_EP_ATTENDU: the observations are there; the opinion is compulsory for a suppression only.
 * `constater`: France Travail decided what it had proposed, and the Département had not taken in hand. */
export const TRANSITIONS_SANCTION = {
  PROPOSEE: { instruire: "EN_INSTRUCTION", notifier: "OBSERVATIONS_ATTENDUES", refuser: "REFUSEE", constater: "DECIDEE" },
  EN_INSTRUCTION: { notifier: "OBSERVATIONS_ATTENDUES", refuser: "REFUSEE" },
  OBSERVATIONS_ATTENDUES: { observer: "AVIS_EP_ATTENDU", aviser: "AVIS_EP_ATTENDU", decider: "DECIDEE", refuser: "REFUSEE" },
  AVIS_EP_ATTENDU: { observer: "AVIS_EP_ATTENDU", aviser: "AVIS_EP_ATTENDU", decider: "DECIDEE", refuser: "REFUSEE" },
  DECIDEE: { lever: "LEVEE", annuler: "ANNULEE" },
  LEVEE: { annuler: "ANNULEE" },
  REFUSEE: {},
  ANNULEE: {},
} as const satisfies Record<StatutSanction, Partial<Record<ActionSanction, StatutSanction>>>;

/** The step that an action leads to, or null when the present one does not allow it. */
export const etapeSuivante = (statut: StatutSanction, action: ActionSanction): StatutSanction | null =>
  (TRANSITIONS_SANCTION[statut] as Partial<Record<ActionSanction, StatutSanction>>)[action] ?? null;

/** Steps before any decision. */
export const EN_COURS: readonly StatutSanction[] = ["PROPOSEE", "EN_INSTRUCTION", "OBSERVATIONS_ATTENDUES", "AVIS_EP_ATTENDU"];
