import type { SystemeSource } from "../shared/contrat/enums";
import type { NatureContrat, StatutContratEngagement, TypeOrganisme } from "./vocabulaire";

/** Who acts: the organisme of the caller. Both null when the hub does not know it. */
export interface Acteur {
  organisme: string | null;
  type: TypeOrganisme | null;
  /** System whose file is read in the name of the organisme; absent: the organisme itself speaks. */
  source?: SystemeSource | null;
}

/** What an act on a person depends on, read once her row is locked. Civil dates. */
export interface Situation {
  departement: string;
  allocataire: string;
  acteur: Acteur;
  entree: { rang: number; notification: string | null; sortie: string | null } | null;
  orientation: { id: string; decideeLe: string; organisme: string | null; referent: string | null } | null;
  /** To sign, signed or suspended. */
  contrat: {
    id: string;
    nature: NatureContrat;
    statut: StatutContratEngagement;
    dateSignature: string | null;
    dateRefus: string | null;
    dateFin: string | null;
  } | null;
}

const SOURCES: Record<TypeOrganisme, SystemeSource> = {
  DEPARTEMENT: "DEPARTEMENT",
  FRANCE_TRAVAIL: "FRANCE_TRAVAIL",
  MISSION_LOCALE: "MISSION_LOCALE",
  CAP_EMPLOI: "CAP_EMPLOI",
  DELEGATAIRE: "ORGANISME_REFERENT",
  CCAS: "ORGANISME_REFERENT",
  CAF: "CAF",
  MSA: "MSA",
};

/** The source of what an organisme writes, or of the file that is read in its name. */
export const sourceDe = ({ type, source }: Acteur): SystemeSource => source ?? (type === null ? "ORGANISME_REFERENT" : SOURCES[type]);
