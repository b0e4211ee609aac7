import type { ModeIntervention } from "../../shared/contrat/enums";

export const ORIGINES = ["DATA_INCLUSION", "PDIE", "FRANCE_TRAVAIL", "EVENEMENT", "FORMATION", "IMMERSION"] as const;
export type OrigineOffre = (typeof ORIGINES)[number];

export const DISPOSITIFS = [
  "IMMERSION",
  "MRS",
  "MENTORAT",
  "POEC",
  "POEI",
  "PEC",
  "PREQUALIFICATION",
  "STAGE",
  "DECOUVERTE_METIER",
  "JOB_DATING",
  "OPERATION_EMPLOI",
  "IAE",
  "CLAUSE",
  "AUTRE",
] as const;
export type DispositifEmploi = (typeof DISPOSITIFS)[number];

/** An offer of the catalogue: the fields of data·inclusion v1 and what the hub adds. Lists are empty when not given. */
export interface Offre {
  id: string;
  /** Null: public catalogue; else the département that the offer belongs to. */
  departement: string | null;
  structureId: string;
  source: string;
  origine: OrigineOffre;
  nom: string;
  /** Left out of proposals, whose answers it would make heavy; read on demand. */
  description?: string;
  type: string | null;
  thematiques: string[];
  publics: string[];
  frais: string | null;
  fraisPrecisions: string | null;
  modesAccueil: string[];
  zoneEligibilite: string[];
  codeInsee: string | null;
  communeNom: string | null;
  longitude: number | null;
  latitude: number | null;
  mobilisablePar: string[];
  modesMobilisation: string[];
  lienMobilisation: string | null;
  volumeHoraireHebdomadaire: number | null;
  nombreSemaines: number | null;
  dateMaj: string;
  scoreQualite: number;
  mode: ModeIntervention | null;
  dispositif: DispositifEmploi | null;
  cles: string[];
  /** Instant since when its source shows it no longer, or its validity is over; null: it can be found. */
  retireeLe: Date | null;
  /** First and last day when it is proposed and prescribed; null: no bound. */
  valideDu: string | null;
  valideAu: string | null;
}

export interface Structure {
  id: string;
  source: string;
  nom: string;
  siret: string | null;
  codeInsee: string | null;
  communeNom: string | null;
  adresse: string | null;
  dateMaj: string;
  reseauxPorteurs: string[];
  description: string | null;
  telephone: string | null;
  courriel: string | null;
  siteWeb: string | null;
  horairesAccueil: string | null;
  accessibiliteLieu: string | null;
  lienSource: string | null;
  codePostal: string | null;
  complementAdresse: string | null;
  longitude: number | null;
  latitude: number | null;
  /** What its producer sent beside the schema. */
  extra: Record<string, unknown>;
  retireeLe: Date | null;
}

export interface Session {
  id: string;
  offre: string;
  debut: Date;
  fin: Date | null;
  lieu: string | null;
  capacite: number | null;
  inscrits: number;
  /** Instant since when it will not take place; null: it will. */
  annuleeLe: Date | null;
}
