import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import type { NatureManquement, TypeOrganisme } from "../vocabulaire";

export interface Manquement extends ProvenanceColumns {
  id: string;
  departement: string;
  allocataire: string;
  nature: NatureManquement;
  constateLe: string;
  constatePar: TypeOrganisme;
  /** Id of an appointment of the rendez-vous subgraph. */
  rendezVous: string | null;
  contrat: string | null;
  /** Civil date when the convocation was handed over, as an agent attests it; null when the appointment tool says it. */
  remiseAttesteeLe: string | null;
  motifLegitime: boolean | null;
  examineLe: string | null;
  /** `identifiantManquement` of France Travail, when the breach comes from it. */
  identifiantPartenaire: string | null;
  provenance: Provenance;
}
