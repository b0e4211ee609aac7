/** The words of the law and of the files, as lists: rules, storage and schema read the same ones. */
export const TYPES_IDENTIFIANT = [
  "NIR",
  "NUMERO_FRANCE_TRAVAIL",
  "NUMERO_DEMANDE_RSA",
  "MATRICULE_CAF",
  "MATRICULE_MSA",
  "IDENTIFIANT_DEPARTEMENT",
  "RENDEZ_VOUS_SOLIDARITES",
  "RENDEZ_VOUS_INSERTION",
] as const;
export type TypeIdentifiant = (typeof TYPES_IDENTIFIANT)[number];

export const ETATS_DOSSIER_RSA = [
  "EN_ATTENTE",
  "REFUSE",
  "OUVERT_VERSABLE",
  "OUVERT_SUSPENDU",
  "VERSEMENT_SUSPENDU",
  "CLOS",
  "CLOS_MOIS_ANTERIEUR",
  "NON_DEFINI",
] as const;
export type EtatDossierRsa = (typeof ETATS_DOSSIER_RSA)[number];

export const NATURES_DECISION_DOSSIER = ["REFUS", "SUSPENSION_DROIT", "SUSPENSION_VERSEMENT", "CLOTURE", "CLOTURE_MOIS_ANTERIEUR"] as const;
export type NatureDecisionDossier = (typeof NATURES_DECISION_DOSSIER)[number];

export const SENS_MUTATION = ["CEDANT", "PRENANT"] as const;
export type SensMutation = (typeof SENS_MUTATION)[number];

export const NATURES_ECART = ["MENSUEL_SEUL", "QUOTIDIEN_SEUL", "DIFFERENT"] as const;
export type NatureEcart = (typeof NATURES_ECART)[number];

export const ORIGINES_ORIENTATION = [
  "FLUX_CAF",
  "FLUX_MSA",
  "INSCRIPTION_FRANCE_TRAVAIL",
  "TRANSFERT_DEPARTEMENT",
  "REORIENTATION",
] as const;
export type OrigineOrientation = (typeof ORIGINES_ORIENTATION)[number];

export const COMPETENCES_ORIENTATION = ["DEPARTEMENT", "DELEGATION", "CARENCE_SIX_SEMAINES"] as const;
export type CompetenceOrientation = (typeof COMPETENCES_ORIENTATION)[number];

export const STATUTS_ORIENTATION = ["DEMANDEE", "PRECONISEE", "A_L_ETUDE", "DECIDEE", "REFUSEE", "CLOSE"] as const;
export type StatutOrientation = (typeof STATUTS_ORIENTATION)[number];

export const INTENSITES = ["INTENSIF", "STANDARD"] as const;
export type Intensite = (typeof INTENSITES)[number];

export const INSTANCES = ["IOP", "EQUIPE_PLURIDISCIPLINAIRE"] as const;
export type Instance = (typeof INSTANCES)[number];

export const TYPES_ORGANISME = [
  "DEPARTEMENT",
  "FRANCE_TRAVAIL",
  "MISSION_LOCALE",
  "CAP_EMPLOI",
  "DELEGATAIRE",
  "CCAS",
  "CAF",
  "MSA",
] as const;
export type TypeOrganisme = (typeof TYPES_ORGANISME)[number];

export const ROLES_INTERVENANT = ["REFERENT_UNIQUE", "CO_REFERENT", "TRAVAILLEUR_SOCIAL", "PSYCHOLOGUE", "REMPLACANT", "AUTRE"] as const;
export type RoleIntervenant = (typeof ROLES_INTERVENANT)[number];

export const STATUTS_INSCRIPTION = ["IDENTIFIE", "INSCRIT", "CESSE", "RADIE"] as const;
export type StatutInscription = (typeof STATUTS_INSCRIPTION)[number];

export const NATURES_CONTRAT = ["ORIENTATION_3_MOIS", "CER", "PPAE", "CONTRAT_ENGAGEMENT"] as const;
export type NatureContrat = (typeof NATURES_CONTRAT)[number];

export const STATUTS_CONTRAT = ["A_SIGNER", "SIGNE", "REFUSE", "SUSPENDU", "CLOTURE"] as const;
export type StatutContratEngagement = (typeof STATUTS_CONTRAT)[number];

/** Why the registration with France Travail ended, which suspends the contract. */
export const MOTIFS_SUSPENSION_CONTRAT = ["CESSATION_INSCRIPTION", "RADIATION"] as const;
export type MotifSuspensionContrat = (typeof MOTIFS_SUSPENSION_CONTRAT)[number];

export { IMPACTS, type Impact, MOTIFS_MODULATION, type MotifModulation } from "../shared/contrat/enums";

export const NATURES_MANQUEMENT = ["REFUS_ELABORER_OU_ACTUALISER_CONTRAT", "NON_RESPECT_CONTRAT", "REFUS_CONTROLE"] as const;
export type NatureManquement = (typeof NATURES_MANQUEMENT)[number];

export const NATURES_SANCTION = ["SUSPENSION", "SUPPRESSION"] as const;
export type NatureSanction = (typeof NATURES_SANCTION)[number];

export const STATUTS_SANCTION = [
  "PROPOSEE",
  "EN_INSTRUCTION",
  "OBSERVATIONS_ATTENDUES",
  "AVIS_EP_ATTENDU",
  "DECIDEE",
  "REFUSEE",
  "LEVEE",
  "ANNULEE",
] as const;
export type StatutSanction = (typeof STATUTS_SANCTION)[number];

export const CAUSES_ANNULATION = ["DROIT_ERREUR", "RECOURS", "AUTRE"] as const;
export type CauseAnnulation = (typeof CAUSES_ANNULATION)[number];

export const RAISONS_REEXAMEN = ["FONDEMENT_DISPARU", "MOTIF_LEGITIME", "ABSENCE_EXCUSEE", "PERSONNE_SORTIE", "PLUS_SOUMISE"] as const;
export type RaisonReexamen = (typeof RAISONS_REEXAMEN)[number];

export const NATURES_SORTIE = [
  "EMPLOI_DURABLE",
  "EMPLOI_COURT",
  "FORMATION",
  "CREATION_ACTIVITE",
  "FIN_DE_DROIT",
  "DEMENAGEMENT",
  "DECES",
  "AUTRE",
] as const;
export type NatureSortie = (typeof NATURES_SORTIE)[number];

export const TYPES_CONTRAT_TRAVAIL = [
  "CDI",
  "CDD_6_MOIS_ET_PLUS",
  "CDD_MOINS_6_MOIS",
  "INTERIM",
  "ALTERNANCE",
  "CONTRAT_AIDE",
  "IAE",
  "INDEPENDANT",
] as const;
export type TypeContratTravail = (typeof TYPES_CONTRAT_TRAVAIL)[number];

export const FORMULAIRES = ["ORIENTATION", "DIAGNOSTIC", "CONTRAT_ENGAGEMENT", "ANNEXE_4"] as const;
export type Formulaire = (typeof FORMULAIRES)[number];

/** Data that can be declared to be wrong, without another value. */
export const CHAMPS_RETIRABLES = ["telephone", "courriel", "adresse", "nomUsage"] as const;
export type ChampRetirable = (typeof CHAMPS_RETIRABLES)[number];

export const MOTIFS_EFFACEMENT = ["DEMANDE_DE_LA_PERSONNE", "COLLECTE_ERRONEE", "CONSERVATION_ECHUE"] as const;
export type MotifEffacement = (typeof MOTIFS_EFFACEMENT)[number];

export const NATURES_DEMANDE = ["ACCES", "PORTABILITE", "RECTIFICATION", "OPPOSITION", "LIMITATION", "EFFACEMENT"] as const;
export type NatureDemande = (typeof NATURES_DEMANDE)[number];

export const STATUTS_DEMANDE = ["RECUE", "PROLONGEE", "A_LA_SOURCE", "ACCEPTEE", "REFUSEE", "RETIREE", "LEVEE"] as const;
export type StatutDemande = (typeof STATUTS_DEMANDE)[number];

export const DECISIONS_DEMANDE = ["ACCEPTER", "REFUSER", "PROLONGER", "RETIRER", "LEVER"] as const;
export type DecisionDemande = (typeof DECISIONS_DEMANDE)[number];

export const DONNEES_RECTIFIABLES = [
  "TELEPHONE",
  "COURRIEL",
  "ADRESSE",
  "NOM_USAGE",
  "ETAT_CIVIL",
  "DOSSIER_RSA",
  "DIAGNOSTIC",
  "ORIENTATION",
  "CONTRAT",
  "PRESENCE",
  "SANCTION",
  "ACTIVITE",
] as const;
export type DonneeRectifiable = (typeof DONNEES_RECTIFIABLES)[number];

export const TRAITEMENTS_OPPOSABLES = [
  "MESSAGES_CAMPAGNE",
  "PARTAGE_ABONNES",
  "EVALUATION",
  "CONTACT_STRUCTURES",
  "GESTION_DU_DROIT",
  "ECHANGES_FRANCE_TRAVAIL",
  "STATISTIQUES",
] as const;
export type TraitementOpposable = (typeof TRAITEMENTS_OPPOSABLES)[number];
