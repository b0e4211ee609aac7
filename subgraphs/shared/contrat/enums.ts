import { registerEnumType } from "type-graphql";
import { FINALITES } from "../identity";

/** Builds the object that TypeGraphQL and TypeScript both read from a list of names. */
export const enumOf = <T extends string>(names: readonly T[]): { [K in T]: K } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const SystemeSource = enumOf([
  "CAF",
  "MSA",
  "DEPARTEMENT",
  "FRANCE_TRAVAIL",
  "RENDEZ_VOUS_INSERTION",
  "RENDEZ_VOUS_SOLIDARITES",
  "DATA_INCLUSION",
  "DORA",
  "ORIAS",
  "ORGANISME_REFERENT",
  "MISSION_LOCALE",
  "CAP_EMPLOI",
  "PLATEFORME_INCLUSION",
  "MES_EVENEMENTS_EMPLOI",
  "OUIFORM",
  "IMMERSION",
  "PDIE",
  "ALLOCATAIRE",
] as const);
export type SystemeSource = keyof typeof SystemeSource;
registerEnumType(SystemeSource, { name: "SystemeSource", description: "Système d’où vient une donnée." });

export const CategorieParcours = enumOf(["EMPLOI", "EQUILIBRE", "REMOBILISATION"] as const);
export type CategorieParcours = keyof typeof CategorieParcours;
registerEnumType(CategorieParcours, {
  name: "CategorieParcours",
  description:
    "Catégorie légale du parcours. REMOBILISATION est la catégorie sociale ; le parcours local REMOBILISATION_EMPLOI relève d’EQUILIBRE.",
});

export const ModeIntervention = enumOf(["INDIVIDUEL", "COLLECTIF", "MIXTE"] as const);
export type ModeIntervention = keyof typeof ModeIntervention;
registerEnumType(ModeIntervention, { name: "ModeIntervention", description: "Intervention individuelle, collective ou mixte." });

export const Frein = enumOf([
  "SANTE",
  "LOGEMENT",
  "MOBILITE",
  "FAMILLE",
  "FINANCES",
  "NUMERIQUE",
  "ADMINISTRATIF_JURIDIQUE",
  "LANGUE_SAVOIRS_DE_BASE",
] as const);
export type Frein = keyof typeof Frein;
registerEnumType(Frein, { name: "Frein", description: "Frein périphérique à l’emploi, repéré au diagnostic." });

export const Finalite = enumOf(FINALITES);
registerEnumType(Finalite, { name: "Finalite", description: "Finalité du traitement pour laquelle le jeton a été délivré." });

export const MOTIFS_MODULATION = [
  "SANTE",
  "HANDICAP",
  "INVALIDITE",
  "PARENT_ISOLE_SANS_GARDE",
  "PROCHE_AIDANT",
  "EMPLOI",
  "AUTRE",
] as const;
export const MotifModulation = enumOf(MOTIFS_MODULATION);
export type MotifModulation = keyof typeof MotifModulation;
registerEnumType(MotifModulation, {
  name: "MotifModulation",
  description: "Motif d’exemption ou de réduction des heures d’activité. Donnée sensible.",
});

export const IMPACTS = ["FORT", "MOYEN", "FAIBLE", "AUCUN", "NON_RENSEIGNE"] as const;
export const Impact = enumOf(IMPACTS);
export type Impact = keyof typeof Impact;
registerEnumType(Impact, { name: "Impact", description: "Poids d’un frein sur le retour à l’emploi." });
