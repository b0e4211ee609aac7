/** Delays, rates and durations of sanctions, as data (table bareme_sanction): most wait for a lawyer's word (docs/droits-et-devoirs.md). */
export const CLES_BAREME = [
  "INSTRUCTION_JOURS",
  "OBSERVATIONS_JOURS",
  "QUOTITE_MIN",
  "QUOTITE_MAX",
  "QUOTITE_FOYER_MAX",
  "SUSPENSION_MOIS_MAX",
  "SUSPENSION_REPETEE_MOIS_MAX",
  "SUPPRESSION_MOIS_MAX",
] as const;

/** Days, months or per cent: the key says which. */
export type Bareme = Record<(typeof CLES_BAREME)[number], number>;

export interface LigneBareme {
  cle: keyof Bareme;
  valeur: number;
  unite: string;
  libelle: string;
  source: string;
  /** « établi », or « à confirmer ». */
  statut: string;
}
