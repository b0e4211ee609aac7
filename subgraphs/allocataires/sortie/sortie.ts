import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import type { NatureSortie, TypeContratTravail } from "../vocabulaire";

export interface SortieParcours extends ProvenanceColumns {
  id: string;
  departement: string;
  allocataire: string;
  nature: NatureSortie;
  positive: boolean;
  date: string;
  /** What proves it, in words. */
  preuve: string | null;
  annuleeLe: string | null;
  provenance: Provenance;
}

/** A return to work. `quotite` is a fraction of full time, above 0 and up to 1. */
export interface RepriseEmploi extends ProvenanceColumns {
  id: string;
  departement: string;
  allocataire: string;
  debut: string;
  fin: string | null;
  typeContrat: TypeContratTravail;
  dureeMois: number | null;
  quotite: number | null;
  presentA6Mois: boolean | null;
  suiviJusque: string | null;
  /** Day when the job really ended; null while it lasts, as far as the hub knows. */
  termineeLe: string | null;
  provenance: Provenance;
}

const POSITIVES: readonly NatureSortie[] = ["EMPLOI_DURABLE", "EMPLOI_COURT", "FORMATION", "CREATION_ACTIVITE"];

/** Exits to work, to training or to one's own activity are counted as positive. */
export const estPositive = (nature: NatureSortie): boolean => POSITIVES.includes(nature);
