import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import type { CauseAnnulation, NatureManquement, NatureSanction, StatutSanction, TypeOrganisme } from "../vocabulaire";
import type { Bareme } from "./bareme";
import type { PeriodeSoumise } from "./soumise";

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
  /** The Département took the proposal; end of its delay when France Travail proposes. */
  instruiteLe: string | null;
  instructionLimite: string | null;
  notifieeLe: string | null;
  observationsLimite: string | null;
  observationsRecuesLe: string | null;
  assistee: boolean | null;
  motifLegitime: boolean | null;
  avisEquipePluridisciplinaireLe: string | null;
  avisFavorable: boolean | null;
  decideeLe: string | null;
  decideePar: TypeOrganisme | null;
  decisionMotif: string | null;
  decisionOrganisme: string | null;
  parDelegation: boolean;
  quotitePourcent: number | null;
  montantCentimes: number | null;
  dureeMois: number | null;
  debut: string | null;
  fin: string | null;
  remobilisationLe: string | null;
  leveeLe: string | null;
  leveeMotif: string | null;
  annuleeLe: string | null;
  annulationCause: CauseAnnulation | null;
  annulationMotif: string | null;
  transmiseOrganismePayeurLe: string | null;
  /** `identifiantConsequenceSanction` of France Travail, when it proposed the sanction. */
  identifiantPartenaire: string | null;
  provenance: Provenance;
}

/** A sanction decided earlier on the same person and not cancelled. Civil dates. */
export interface SanctionPrecedente {
  id: string;
  nature: NatureSanction;
  decideeLe: string;
  debut: string;
  fin: string;
  leveeLe: string | null;
  remobilisationLe: string | null;
}

/** A missed appointment: `statut` null when it is no longer hers; `le` a civil date, Europe/Paris. */
export interface RendezVousManque {
  statut: string | null;
  le: string | null;
}

/** What a step of the procedure depends on, read once the person is locked. */
export interface Procedure {
  sanction: Sanction;
  acteur: { organisme: string | null; type: TypeOrganisme | null };
  manquement: { id: string; nature: NatureManquement; constateLe: string; motifLegitime: boolean | null };
  /** The appointment that the breach rests on, as it is known now; null when the breach rests on none. */
  rendezVousManque: RendezVousManque | null;
  precedentes: SanctionPrecedente[];
  /** Days on which the person is subject to « droits et devoirs ». */
  periodesSoumises: PeriodeSoumise[];
  /** How many people live in the foyer; null when the hub does not know. */
  personnesAuFoyer: number | null;
  /** Periods of the written delegations given to the organisme of the caller. */
  delegations: { du: string; au: string | null }[];
  bareme: Bareme;
}
