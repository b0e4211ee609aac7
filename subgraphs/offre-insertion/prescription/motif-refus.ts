import { Refus } from "../../shared/contrat/refus";

/** Why a structure refuses: the eleven reasons of DORA (`deny-orientation-modal.svelte`), and the lack of places that France Travail names. */
export const MOTIFS_REFUS = [
  "BENEFICIAIRE_NON_JOIGNABLE",
  "BENEFICIAIRE_ABSENT",
  "BENEFICIAIRE_EN_EMPLOI",
  "BENEFICIAIRE_EN_FORMATION",
  "BENEFICIAIRE_NON_ELIGIBLE",
  "BENEFICIAIRE_NON_MOBILE",
  "BENEFICIAIRE_NON_INTERESSE",
  "FREINS_PERIPHERIQUES",
  "SESSION_COMPLETE",
  "ORIENTATION_EN_DOUBLON",
  "AUTRE",
  "MANQUE_CAPACITE_ACCUEIL",
] as const;
export type MotifRefus = (typeof MOTIFS_REFUS)[number];

interface Correspondance {
  libelle: string;
  /** Value of DORA. */
  dora: string;
  /** Value of France Travail (motif_refus of a decision); null: it has none of this sense. */
  franceTravail: string | null;
}

/** Lack of places is `session-complète` for DORA, which has no other word; France Travail says it MANQUE_CAPACITE_ACCUEIL, full session or not. */
export const MOTIF_REFUS: Record<MotifRefus, Correspondance> = {
  BENEFICIAIRE_NON_JOIGNABLE: { libelle: "La personne n’a pas pu être jointe", dora: "bénéficiaire-non-joignable", franceTravail: null },
  BENEFICIAIRE_ABSENT: { libelle: "La personne n’est pas venue", dora: "bénéficiaire-absent", franceTravail: null },
  BENEFICIAIRE_EN_EMPLOI: { libelle: "La personne est en emploi", dora: "bénéficiaire-en-emploi", franceTravail: null },
  BENEFICIAIRE_EN_FORMATION: { libelle: "La personne est en formation", dora: "bénéficiaire-en-formation", franceTravail: null },
  BENEFICIAIRE_NON_ELIGIBLE: {
    libelle: "La personne ne remplit pas les conditions d’accès",
    dora: "bénéficiaire-non-éligible",
    franceTravail: null,
  },
  BENEFICIAIRE_NON_MOBILE: { libelle: "La personne ne peut pas se déplacer", dora: "bénéficiaire-non-mobile", franceTravail: null },
  BENEFICIAIRE_NON_INTERESSE: { libelle: "La personne n’est pas intéressée", dora: "bénéficiaire-non-intéressé", franceTravail: null },
  FREINS_PERIPHERIQUES: { libelle: "D’autres difficultés sont à lever d’abord", dora: "freins-périphériques", franceTravail: null },
  SESSION_COMPLETE: { libelle: "La session est complète", dora: "session-complète", franceTravail: "MANQUE_CAPACITE_ACCUEIL" },
  ORIENTATION_EN_DOUBLON: { libelle: "La même demande existe déjà", dora: "orientation-en-doublon", franceTravail: null },
  AUTRE: { libelle: "Autre raison", dora: "autre", franceTravail: "AUTRE" },
  MANQUE_CAPACITE_ACCUEIL: {
    libelle: "La structure n’a plus de place",
    dora: "session-complète",
    franceTravail: "MANQUE_CAPACITE_ACCUEIL",
  },
};

/** Our reason for a value of DORA; null for one that is not known. */
export const motifDeDora = (valeur: string): MotifRefus | null => MOTIFS_REFUS.find((motif) => MOTIF_REFUS[motif].dora === valeur) ?? null;

/** Our reason for a value of France Travail: the lack of places keeps its own name. */
export const motifDeFranceTravail = (valeur: string): MotifRefus | null =>
  MOTIFS_REFUS.find((motif) => motif === valeur) ?? MOTIFS_REFUS.find((motif) => MOTIF_REFUS[motif].franceTravail === valeur) ?? null;

/** Why a refusal is not told well enough, or null: a coded reason or a text; « autre » says nothing without a text. Refus : MOTIF_MANQUANT. */
export function refusSansMotif({ motif, motifRefus }: { motif?: string | null; motifRefus?: MotifRefus | null }): Refus | null {
  if (motif?.trim() || (motifRefus && motifRefus !== "AUTRE")) return null;
  return Refus.de("MOTIF_MANQUANT", "Dites pourquoi : le motif est obligatoire.", { champ: "motif" });
}
