import { addDays } from "../../shared/civil-date";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeMotif } from "../refus";
import type { Acteur } from "../situation";
import type { NatureSanction } from "../vocabulaire";
import type { Bareme } from "./bareme";
import { refusSansAbsence } from "./etape-sanction";
import { refusDIdentifiant } from "./identifiant-partenaire";
import type { Manquement } from "./manquement";
import type { RendezVousManque } from "./sanction";
import { type PeriodeSoumise, refusNonSoumise } from "./soumise";

export interface DemandeSanction {
  nature: NatureSanction;
  motif: string;
  /** Share of the RSA proposed, above 0 and up to 100. */
  quotitePourcent?: number | null;
  /** Months proposed. */
  dureeMois?: number | null;
  /** `identifiantConsequenceSanction` of France Travail: the same proposal, told again, is the file already open. */
  identifiantPartenaire?: string | null;
  /** Civil date: the last day that France Travail leaves the Département to instruct, when it says it. */
  instructionLimite?: string | null;
}

export interface SanctionAProposer extends Omit<DemandeSanction, "instructionLimite"> {
  id: string;
  /** Civil dates. */
  proposeeLe: string;
  instructionLimite: string | null;
}

/** What a proposal stands on, the person locked. */
export interface FondementsDeProposition {
  manquement: Manquement;
  rendezVous: RendezVousManque | null;
  periodes: PeriodeSoumise[];
  dejaPoursuivi: boolean;
  bareme: Bareme;
}

/** Who may propose: France Travail, or the Département (CASF L. 262-37). */
const PROPOSANTS = ["DEPARTEMENT", "FRANCE_TRAVAIL"];

/** Why a sanction cannot be proposed, or null. A proposal opens a file that people instruct: it takes nothing from anybody.
 * Refus : NON_HABILITE, MOTIF_MANQUANT, TEXTE_INVALIDE, NON_SOUMISE, MOTIF_LEGITIME, RENDEZ_VOUS_SANS_ABSENCE, PROCEDURE_EXISTANTE, QUOTITE_SANCTION_INVALIDE, DUREE_SANCTION_INVALIDE. */
export function refusDeProposition(
  acteur: Acteur,
  { manquement, rendezVous, periodes, dejaPoursuivi, bareme }: FondementsDeProposition,
  demande: DemandeSanction,
  aujourdhui: string,
): Refus | null {
  const quotite = demande.quotitePourcent ?? bareme.QUOTITE_MIN;
  const duree = demande.dureeMois ?? 1;
  const dureeMax = demande.nature === "SUPPRESSION" ? bareme.SUPPRESSION_MOIS_MAX : bareme.SUSPENSION_REPETEE_MOIS_MAX;
  return premierRefus(
    () => (PROPOSANTS.includes(acteur.type ?? "") ? null : refus("NON_HABILITE")),
    () => (acteur.type !== "FRANCE_TRAVAIL" && (demande.identifiantPartenaire || demande.instructionLimite) ? refus("NON_HABILITE") : null),
    () => refusDIdentifiant(demande.identifiantPartenaire),
    () => refusDeMotif(demande.motif),
    () => refusNonSoumise(periodes, "manquement", manquement.constateLe, aujourdhui),
    () => (manquement.motifLegitime ? refus("MOTIF_LEGITIME", "manquement") : null),
    () => refusSansAbsence(rendezVous),
    () => (dejaPoursuivi ? refus("PROCEDURE_EXISTANTE", "manquement") : null),
    () => (quotite >= bareme.QUOTITE_MIN && quotite <= bareme.QUOTITE_MAX ? null : refus("QUOTITE_SANCTION_INVALIDE", "quotitePourcent")),
    () => (duree >= 1 && duree <= dureeMax ? null : refus("DUREE_SANCTION_INVALIDE", "dureeMois")),
  );
}

/** End of the delay that the Département has to instruct what France Travail proposes, as it says it, else by the rates; null when the Département proposes. */
export const limiteDInstruction = (acteur: Acteur, proposeeLe: string, bareme: Bareme, dite: string | null = null): string | null =>
  acteur.type === "FRANCE_TRAVAIL" ? (dite ?? addDays(proposeeLe, bareme.INSTRUCTION_JOURS)) : null;
