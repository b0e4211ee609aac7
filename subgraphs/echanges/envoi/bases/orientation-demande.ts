import type { TexteLegal } from "../base-legale";

/** The criteria are those that the orders list, and no other: neither handicap nor what explains a contrainte. */
export const ORIENTATION_DEMANDE = {
  origine: "L262_29",
  "criteres_orientation.situation_professionnelle": "ARRETE_2024_11_21",
  "criteres_orientation.niveau_etude": "ARRETE_2024_11_21",
  "criteres_orientation.contrainte_sante": "ARRETE_2024_11_21",
  "criteres_orientation.contrainte_logement": "ARRETE_2024_11_21",
  "criteres_orientation.contrainte_mobilite": "ARRETE_2024_11_21",
  "criteres_orientation.contrainte_familiale": "ARRETE_2024_11_21",
  "criteres_orientation.contrainte_financiere": "ARRETE_2024_11_21",
  "criteres_orientation.contrainte_numerique": "ARRETE_2024_11_21",
  "criteres_orientation.contrainte_administrative_juridique": "ARRETE_2024_11_21",
  "criteres_orientation.contrainte_francais_calcul": "ARRETE_2024_11_21",
} as const satisfies Record<string, TexteLegal>;
