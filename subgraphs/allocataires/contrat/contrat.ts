import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import type { MotifModulation, MotifSuspensionContrat, NatureContrat, StatutContratEngagement } from "../vocabulaire";

/** A contract of engagement; dates are civil dates, both ends inclusive; hours are hours a week. */
export interface ContratEngagement extends ProvenanceColumns {
  id: string;
  departement: string;
  allocataire: string;
  nature: NatureContrat;
  statut: StatutContratEngagement;
  proposeLe: string | null;
  /** A réorientation put it back to signature. */
  remisLe: string | null;
  dateDebut: string | null;
  dateSignature: string | null;
  dateRefus: string | null;
  dateFin: string | null;
  suspenduLe: string | null;
  motifSuspension: MotifSuspensionContrat | null;
  clotureLe: string | null;
  heuresHebdomadaires: number | null;
  organisme: string | null;
  referent: string | null;
  renouvelle: string | null;
  referentiel: string | null;
  conformeNormeNationale: boolean | null;
  provenance: Provenance;
}

export interface Modulation {
  contrat: string;
  exempte: boolean;
  heuresHebdomadaires: number | null;
  motif: MotifModulation | null;
  du: string;
  au: string | null;
}

export interface ActionDuPlan {
  contrat: string;
  /** 1 for the first. */
  rang: number;
  libelle: string;
  prescription: string | null;
  echeance: string | null;
  realiseeLe: string | null;
}
