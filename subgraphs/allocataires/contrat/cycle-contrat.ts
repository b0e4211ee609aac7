import type { StatutContratEngagement } from "../vocabulaire";

/** What can happen to a contract. */
export const ACTIONS_CONTRAT = ["signer", "refuser", "remettre", "suspendre", "cloturer"] as const;
export type ActionContrat = (typeof ACTIONS_CONTRAT)[number];

/** The life cycle of a contract (API Contrat d'engagement of France Travail). `remettre`: a réorientation puts it back to signature;
 * `suspendre`: the registration ends; `cloturer`: another one replaces it, the person leaves, or twelve months of suspension have passed. */
export const TRANSITIONS_CONTRAT = {
  A_SIGNER: { signer: "SIGNE", refuser: "REFUSE", suspendre: "SUSPENDU", cloturer: "CLOTURE" },
  SIGNE: { remettre: "A_SIGNER", suspendre: "SUSPENDU", cloturer: "CLOTURE" },
  REFUSE: { remettre: "A_SIGNER" },
  SUSPENDU: { cloturer: "CLOTURE" },
  CLOTURE: {},
} as const satisfies Record<StatutContratEngagement, Partial<Record<ActionContrat, StatutContratEngagement>>>;

/** The statuses from which an action is possible. */
export const depuis = (action: ActionContrat): StatutContratEngagement[] =>
  (Object.keys(TRANSITIONS_CONTRAT) as StatutContratEngagement[]).filter((statut) => action in TRANSITIONS_CONTRAT[statut]);

/** Months of suspension after which a contract is closed. */
export const MOIS_DE_SUSPENSION = 12;
/** Weekly hours of activity under which a motive is asked for (code du travail L. 5411-6). */
export const HEURES_DE_DROIT_COMMUN = 15;
/** Weekly hours of activity that a contract never passes. */
export const HEURES_MAX = 35;

interface Heures {
  exempte: boolean;
  heuresHebdomadaires: number | null;
  du: string;
  au: string | null;
}

/** Weekly hours of activity expected on a civil date: those of the modulation that runs (0 when exempt), else of the contract, else fifteen;
 * null when the contract is not signed. */
export function heuresAttendues(
  contrat: { statut: StatutContratEngagement; heuresHebdomadaires: number | null },
  modulations: readonly Heures[],
  jour: string,
): number | null {
  if (contrat.statut !== "SIGNE") return null;
  const modulation = modulations.filter(({ du, au }) => du <= jour && (au === null || au >= jour)).at(-1);
  if (modulation?.exempte) return 0;
  return modulation?.heuresHebdomadaires ?? contrat.heuresHebdomadaires ?? HEURES_DE_DROIT_COMMUN;
}
