import type { StatutOrientation } from "../vocabulaire";

export type ActeDOrientation = "decider" | "accepter" | "refuser" | "clore";

/** The life cycle of an orientation. What is not in the table is not done: a refusal of the act that asks for it.
 * A request (DEMANDEE, PRECONISEE) waits for a decision; a proposed réorientation (A_L_ETUDE) waits for the IOP. REFUSEE and CLOSE never move again. */
export const TRANSITIONS = {
  DEMANDEE: { decider: "DECIDEE" },
  PRECONISEE: { decider: "DECIDEE" },
  A_L_ETUDE: { accepter: "DECIDEE", refuser: "REFUSEE" },
  DECIDEE: { clore: "CLOSE" },
  REFUSEE: {},
  CLOSE: {},
} as const satisfies Record<StatutOrientation, Partial<Record<ActeDOrientation, StatutOrientation>>>;

/** The step that an act leads to, or null when the life cycle does not allow it. */
export const apres = (statut: StatutOrientation, acte: ActeDOrientation): StatutOrientation | null =>
  (TRANSITIONS[statut] as Partial<Record<ActeDOrientation, StatutOrientation>>)[acte] ?? null;

/** Steps of a request that waits for a decision. */
export const EN_ATTENTE_DE_DECISION = (Object.keys(TRANSITIONS) as StatutOrientation[]).filter(
  (statut) => apres(statut, "decider") !== null,
);
