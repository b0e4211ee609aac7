import { MOTIFS_CLOTURE, MOTIFS_REFUS, MOTIFS_SUSPENSION_DROIT, MOTIFS_SUSPENSION_VERSEMENT, NATURES_DE_DROIT } from "../caf/motifs";
import type { NatureDecisionDossier } from "../vocabulaire";

const MOTIFS: Record<NatureDecisionDossier, Readonly<Record<string, string>>> = {
  REFUS: MOTIFS_REFUS,
  SUSPENSION_DROIT: MOTIFS_SUSPENSION_DROIT,
  SUSPENSION_VERSEMENT: MOTIFS_SUSPENSION_VERSEMENT,
  CLOTURE: MOTIFS_CLOTURE,
  CLOTURE_MOIS_ANTERIEUR: MOTIFS_CLOTURE,
};

/** What a motive means, or null for a code that the nomenclature does not hold. */
export const libelleDuMotif = (nature: NatureDecisionDossier, motif: string): string | null => MOTIFS[nature][motif] ?? null;

/** What a NATPF means. */
export const libelleDeLigne = (nature: string): string | null => NATURES_DE_DROIT[nature] ?? null;
