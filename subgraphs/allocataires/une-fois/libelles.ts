import type { Frein } from "../../shared/contrat/enums";
import type { Role } from "../caf/nomenclature";
import type { StatutInscription } from "../vocabulaire";

/** Codes in the words of those who fill forms. */
export const FREINS: Record<Frein, string> = {
  SANTE: "Santé",
  LOGEMENT: "Logement",
  MOBILITE: "Mobilité",
  FAMILLE: "Contraintes familiales",
  FINANCES: "Difficultés financières",
  NUMERIQUE: "Usages numériques",
  ADMINISTRATIF_JURIDIQUE: "Démarches administratives ou juridiques",
  LANGUE_SAVOIRS_DE_BASE: "Langue et savoirs de base",
};

export const ROLES_AU_FOYER: Record<Role, string> = {
  DEM: "demandeur",
  CJT: "conjoint",
  ENF: "enfant",
  AUT: "autre personne",
  RDO: "responsable du dossier",
};

export const STATUTS_FRANCE_TRAVAIL: Record<StatutInscription, string> = {
  IDENTIFIE: "Identifié, pas encore inscrit",
  INSCRIT: "Inscrit",
  CESSE: "Inscription cessée",
  RADIE: "Radié",
};

export const STATUTS_PRESTATION = { VALIDEE: "acceptée", DEMARREE: "en cours", TERMINEE: "terminée" } as const;

/** The word for a code; a code that has none is given as it is. */
export const libelle = (table: Record<string, string>, code: string): string => (Object.hasOwn(table, code) ? table[code]! : code);
