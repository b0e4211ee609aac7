import type { Frein } from "../../shared/contrat/enums";
import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import type { Impact } from "../vocabulaire";

/** A global diagnostic. Health and family show through it: no field of it is read under the purposes of `FINALITES_SANS_DIAGNOSTIC`. */
export interface Diagnostic extends ProvenanceColumns {
  id: string;
  departement: string;
  allocataire: string;
  etabliLe: string;
  referentiel: string | null;
  conformeNormeNationale: boolean | null;
  niveauQualification: string | null;
  situationEmploi: string | null;
  metiersRecherches: string[];
  projetProfessionnel: string | null;
  procheAidant: boolean | null;
  provenance: Provenance;
}

export interface Contrainte {
  diagnostic: string;
  frein: Frein;
  impact: Impact;
  prioritaire: boolean;
  reperee: string | null;
  leveeLe: string | null;
}

const FINALITES_SANS_DIAGNOSTIC = ["DROITS_ET_DEVOIRS", "PILOTAGE_STATISTIQUE"];

/** True when the purpose of the caller opens diagnostics, contraintes and motives of modulation (conventions). */
export const diagnosticLisible = (finalite: string | null): boolean => finalite === null || !FINALITES_SANS_DIAGNOSTIC.includes(finalite);
