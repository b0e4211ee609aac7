import type { Frein } from "../../shared/contrat/enums";
import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import { classesOuvertes } from "../../shared/droits/politique";
import type { Finalite } from "../../shared/identity";
import type { Impact } from "../vocabulaire";

/** A global diagnostic. Health and family show through it: no field of it is read under a purpose that closes SANTE. */
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

/** True when the purpose of the caller opens what tells of health: diagnostics, contraintes, motives of modulation (shared/droits/politique.ts). */
export const diagnosticLisible = (finalite: string | null): boolean => classesOuvertes(finalite as Finalite | null).has("SANTE");
