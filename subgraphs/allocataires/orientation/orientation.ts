import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import type {
  CompetenceOrientation,
  Instance,
  Intensite,
  OrigineOrientation,
  RoleIntervenant,
  StatutOrientation,
  TypeOrganisme,
} from "../vocabulaire";

/** What the decision aid proposed, as it is kept with a decision. Its reasons come from the diagnostic: who does not read one does not read them. */
export interface Preconisation {
  version: string;
  parcours: string;
  score: number;
  raisons: string[];
  manquants: string[];
}

/** An orientation of a person; dates are civil dates. `parcours`, `organisme` and `referent` are codes and ids. */
export interface Orientation extends ProvenanceColumns {
  id: string;
  departement: string;
  allocataire: string;
  rang: number;
  statut: StatutOrientation;
  origine: OrigineOrientation;
  competence: CompetenceOrientation;
  demandeeLe: string;
  decideeLe: string | null;
  decideePar: TypeOrganisme | null;
  parcours: string | null;
  organisme: string | null;
  referent: string | null;
  motif: string | null;
  /** Motive of the réorientation that was proposed; `motif` is that of the decision. */
  motifDemande: string | null;
  preconisation: Preconisation | null;
  /** False when the professional decided otherwise; null when the aid proposed nothing. */
  conformeALaPreconisation: boolean | null;
  premierEntretienLe: string | null;
  debutAccompagnementLe: string | null;
  finAccompagnementLe: string | null;
  motifFin: string | null;
  intensite: Intensite | null;
  closeLe: string | null;
  provenance: Provenance;
}

/** Who works with a person under an orientation, and from when to when (inclusive). */
export interface Intervention {
  orientation: string;
  referent: string;
  role: RoleIntervenant;
  du: string;
  au: string | null;
}

export interface Passage {
  orientation: string;
  instance: Instance;
  le: string;
  avis: string | null;
  decision: string | null;
}
