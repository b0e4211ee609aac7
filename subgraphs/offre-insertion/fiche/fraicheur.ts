import { addMonths } from "../../shared/civil-date";
import { SANS_FRAICHEUR } from "../data-inclusion/score-qualite";

export const ETATS_DE_FRAICHEUR = ["A_JOUR", "A_VERIFIER", "PERIMEE", "SANS_OBJET"] as const;
export type EtatFraicheur = (typeof ETATS_DE_FRAICHEUR)[number];

/** How long a record can be trusted. Civil dates, Paris; null: no such day. */
export interface Fraicheur {
  dateMaj: string;
  aVerifierLe: string | null;
  perimeLe: string | null;
  etat: EtatFraicheur;
}

/** Months between two updates that the producer promises (DORA, `update_frequency`); null: it will never change. */
const FREQUENCES: Record<string, number | null> = {
  "tous-les-mois": 1,
  "tous-les-3-mois": 3,
  "tous-les-6-mois": 6,
  "tous-les-12-mois": 12,
  "tous-les-16-mois": 16,
  jamais: null,
};
/** As the quality score counts: fresh for six months, stale after two years. */
const FRAICHE = 6;
const PERIMEE = 24;

/** `extra`: what the producer sent beside the schema. `aujourdhui`: civil date, Paris. */
export function fraicheurDe(fiche: { source: string; date_maj: string; extra: Record<string, any> | null }, aujourdhui: string): Fraicheur {
  const annoncee = fiche.extra?.update_frequency ?? fiche.extra?.extra?.update_frequency;
  const mois = typeof annoncee === "string" && annoncee in FREQUENCES ? FREQUENCES[annoncee]! : FRAICHE;
  if (mois === null || SANS_FRAICHEUR.includes(fiche.source))
    return { dateMaj: fiche.date_maj, aVerifierLe: null, perimeLe: null, etat: "SANS_OBJET" };
  const aVerifierLe = addMonths(fiche.date_maj, mois);
  const perimeLe = addMonths(fiche.date_maj, Math.max(PERIMEE, mois));
  const etat = aujourdhui < aVerifierLe ? "A_JOUR" : aujourdhui < perimeLe ? "A_VERIFIER" : "PERIMEE";
  return { dateMaj: fiche.date_maj, aVerifierLe, perimeLe, etat };
}
