import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import type { NatureManquement, NatureSanction, StatutSanction, TypeOrganisme } from "../vocabulaire";

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
  motifLegitime: boolean | null;
  provenance: Provenance;
}

/** A sanction file (CASF L. 262-37). Civil dates; `montantCentimes` in euro cents; `quotitePourcent` 0 to 100. */
export interface Sanction extends ProvenanceColumns {
  id: string;
  departement: string;
  allocataire: string;
  manquement: string;
  nature: NatureSanction;
  statut: StatutSanction;
  motif: string;
  proposeeLe: string;
  proposeePar: TypeOrganisme;
  notifieeLe: string | null;
  observationsLimite: string | null;
  observationsRecuesLe: string | null;
  assistee: boolean | null;
  avisEquipePluridisciplinaireLe: string | null;
  decideeLe: string | null;
  decideePar: TypeOrganisme | null;
  parDelegation: boolean;
  quotitePourcent: number | null;
  montantCentimes: number | null;
  dureeMois: number | null;
  debut: string | null;
  fin: string | null;
  remobilisationLe: string | null;
  leveeLe: string | null;
  transmiseOrganismePayeurLe: string | null;
  provenance: Provenance;
}
