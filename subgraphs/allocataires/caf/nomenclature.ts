import type { EtatDossierRsa } from "../vocabulaire";

/** TYPEFLUX: monthly (every dossier, closed ones included) or infra-monthly (the dossiers that moved). */
export const TYPES_FLUX = ["M", "I"] as const;
/** As the hub keeps it: an instruction file tells requests, and is never a stock. */
export type TypeFlux = (typeof TYPES_FLUX)[number] | "INSTRUCTION";

/** A family of flows: what its file is made of, and the versions that the reader knows (APPLIEME → NUMVERSIONAPPLIEME). */
export interface FamilleFlux {
  /** Said in the messages. */
  nom: string;
  /** Element of one dossier, and counter of the trailer. */
  bloc: string;
  compteur: string;
  versions: Readonly<Record<string, readonly string[]>>;
  /** When the family has no TYPEFLUX that tells a stock from the days: the one that is kept. */
  typeUnique?: TypeFlux;
  /** When the head has no DTREF: the day of creation stands for it. */
  sansReference?: true;
}

/** The rights, from Cristal. Element tree: vrsb0801 (reference, appendix A). A new version is added once its tree has been compared with foyer.ts. */
export const BENEFICIAIRE: FamilleFlux = {
  nom: "bénéficiaire",
  bloc: "InfosFoyerRSA",
  compteur: "NBTOTDOSRSATRANSM",
  versions: { CRI: ["6200"] },
};

/** The requests, from @RSA. Elements: reference, appendix G. The name and the version of the application are not there: « inféré », to be
 * corrected with the first real file, which is refused with VERSION_INCONNUE until then. */
export const INSTRUCTION: FamilleFlux = {
  nom: "instruction",
  bloc: "InfoDemandeRSA",
  compteur: "NBTOTDEMRSATRANSM",
  versions: { ASR: ["0901"] },
  typeUnique: "INSTRUCTION",
  sansReference: true,
};

export const FAMILLES: readonly FamilleFlux[] = [BENEFICIAIRE, INSTRUCTION];

/** ETATDOSRSA ↔ EtatDossierRsa. Source: situationdossierrsa.po and vrsb0801.xsd. */
export const ETAT_PAR_CODE: Readonly<Record<string, EtatDossierRsa>> = {
  "0": "EN_ATTENTE",
  "1": "REFUSE",
  "2": "OUVERT_VERSABLE",
  "3": "OUVERT_SUSPENDU",
  "4": "VERSEMENT_SUSPENDU",
  "5": "CLOS",
  "6": "CLOS_MOIS_ANTERIEUR",
  Z: "NON_DEFINI",
};
export const CODE_PAR_ETAT = Object.fromEntries(Object.entries(ETAT_PAR_CODE).map(([code, etat]) => [etat, code])) as Record<
  EtatDossierRsa,
  string
>;

export const ROLES = ["DEM", "CJT", "ENF", "AUT", "RDO"] as const;
export type Role = (typeof ROLES)[number];

/** TYPEDTNAI: day unknown, all known, day and month unknown. Source: personne.po. */
export const TYPES_DATE_NAISSANCE = ["J", "N", "O"] as const;
export type TypeDateNaissance = (typeof TYPES_DATE_NAISSANCE)[number];

export const FONDS = ["CAF", "MSA"] as const;
export type Fonds = (typeof FONDS)[number];

export const METROPOLE = Array.from({ length: 95 }, (_, i) => String(i + 1).padStart(2, "0")).filter((code) => code !== "20");
const OUTRE_MER = ["971", "972", "973", "974", "975", "976", "977", "978"];
export const DEPARTEMENTS: ReadonlySet<string> = new Set([...METROPOLE, "2A", "2B", ...OUTRE_MER]);
