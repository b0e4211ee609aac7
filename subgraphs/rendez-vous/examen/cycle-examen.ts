import type { StatutEnregistre } from "../statut-participation";

export const STATUTS_EXAMEN = ["A_EXAMINER", "OUVERTE", "CLOSE"] as const;
export type StatutExamen = (typeof STATUTS_EXAMEN)[number];

/** What may happen to a case. OUVRIR and CLORE are acts of an agent; the facts alone correct an absence, or bring it back. */
export type EvenementExamen = "OUVRIR" | "CLORE" | "CORRIGER" | "REVENIR";

/** The life of a case. Nothing but OUVRIR leads to OUVERTE. */
export const CYCLE_EXAMEN = {
  A_EXAMINER: { OUVRIR: "OUVERTE", CLORE: "CLOSE", CORRIGER: "CLOSE" },
  OUVERTE: { CORRIGER: "CLOSE" },
  CLOSE: { REVENIR: "A_EXAMINER" },
} as const satisfies Record<StatutExamen, Partial<Record<EvenementExamen, StatutExamen>>>;

export const suite = (statut: StatutExamen, evenement: EvenementExamen): StatutExamen | null =>
  (CYCLE_EXAMEN[statut] as Partial<Record<EvenementExamen, StatutExamen>>)[evenement] ?? null;

/** Why a case is closed. All but DECISION_AGENT come from the facts, and go with them. */
export const CAUSES_CLOTURE = [
  "DECISION_AGENT",
  "ABSENCE_JUSTIFIEE",
  "PRESENCE_CONSTATEE",
  "ANNULEE_PAR_LA_PERSONNE",
  "ANNULEE_PAR_LE_SERVICE",
  "PRESENCE_INCONNUE",
  "PREMIERE_ABSENCE_CORRIGEE",
  "RENDEZ_VOUS_RETIRE",
  "VENUE_DEPUIS",
] as const;
export type CauseCloture = (typeof CAUSES_CLOTURE)[number];

const CAUSE_DU_STATUT: Record<Exclude<StatutEnregistre, "ABSENT">, CauseCloture> = {
  ABSENT_JUSTIFIE: "ABSENCE_JUSTIFIEE",
  HONORE: "PRESENCE_CONSTATEE",
  ANNULE_USAGER: "ANNULEE_PAR_LA_PERSONNE",
  ANNULE_SERVICE: "ANNULEE_PAR_LE_SERVICE",
  PREVU: "PRESENCE_INCONNUE",
};

/** What became of the second appointment, when the case no longer stands. Null: she is no longer expected there at all. */
export function causeDeCorrection(statut: StatutEnregistre | null): CauseCloture {
  if (statut === null) return "RENDEZ_VOUS_RETIRE";
  return statut === "ABSENT" ? "PREMIERE_ABSENCE_CORRIGEE" : CAUSE_DU_STATUT[statut];
}

/** A case as the base keeps it. */
export interface ExamenConnu {
  statut: StatutExamen;
  cause: CauseCloture | null;
}

/** Where a case goes when only the facts have changed; null when it stays. It never leads to OUVERTE.
 * @param absences true while the two absences stand.  @param venueDepuis she has come to an appointment since: enough to take her off the list,
 * not to undo what an agent opened. */
export function suivreFaits(
  connu: ExamenConnu | null,
  { absences, venueDepuis, statut }: { absences: boolean; venueDepuis: boolean; statut: StatutEnregistre | null },
): { statut: StatutExamen; cause: CauseCloture | null } | null {
  if (connu === null) return absences && !venueDepuis ? { statut: "A_EXAMINER", cause: null } : null;
  if (connu.statut === "CLOSE") {
    if (connu.cause === "DECISION_AGENT") return null;
    if (absences && !venueDepuis) return { statut: suite("CLOSE", "REVENIR")!, cause: null };
    const cause = absences ? "VENUE_DEPUIS" : causeDeCorrection(statut);
    return cause === connu.cause ? null : { statut: "CLOSE", cause };
  }
  if (!absences) return { statut: suite(connu.statut, "CORRIGER")!, cause: causeDeCorrection(statut) };
  return venueDepuis && connu.statut === "A_EXAMINER" ? { statut: suite("A_EXAMINER", "CORRIGER")!, cause: "VENUE_DEPUIS" } : null;
}
