import type { ApiContratEngagement, ApiDiagnostic, ApiSanctions } from "./api-dossier";
import type { DesignationUsager, Usager } from "./api-usager";

export type * from "./api-dossier";
export type * from "./api-usager";

/** What the hub asks of the SI Plateforme, one interface an API. Fields keep France Travail's own names: crosswalks are in shared/contrat/correspondance.
 * Every method throws ErreurFranceTravail, and nothing else, when the partner did not give what it should. */

export interface ApiUsagers {
  /** Errors: USAGER_INTROUVABLE (S002), USAGERS_MULTIPLES (S003), NON_RATTACHE (R002), ACCES_REFUSE (R001), DONNEE_INVALIDE (R997), ADRESSE_MANQUANTE (R998). */
  rechercher(designation: DesignationUsager): Promise<Usager>;
  /** Forgets the token of a person: a call refused it. */
  oublier(designation: DesignationUsager): void;
}

export interface InformationsAdministratives {
  numeroFranceTravail: string | null;
  etatCivil: {
    civilite?: string;
    nom?: string;
    prenom?: string;
    nomCorrespondance?: string;
    prenomCorrespondance?: string;
    dateNaissance?: string;
    nir?: string;
  } | null;
  adresses: {
    codeInseeCommune?: string;
    codePostal?: string;
    libelleCommune?: string;
    numeroTypeLibelleVoie?: string;
    indicateurResidentQPV?: string;
  }[];
  emails: { adresseEmail?: string }[];
  telephones: { numeroTelephone?: string }[];
}
export interface ApiInformationsAdministratives {
  /** Null: 204, nothing known. */
  lire(usager: Usager): Promise<InformationsAdministratives | null>;
}

export interface ContratUsager {
  m_statut: "Identifié" | "Inscrit" | "Cessé" | "Radié";
  /** AAAA-MM-JJ. */
  m_date_effet_statut: string;
  m_categ_inscription_code?: string | null;
  m_categ_inscription_lib?: string | null;
  m_motif_cloture_code?: string | null;
  m_motif_cloture_lib?: string | null;
}
export interface ApiStatut {
  lire(usager: Usager): Promise<ContratUsager | null>;
}

export interface ActiviteOperationnelle {
  identifiantActivite: string;
  /** ACT366, ACT367, ACT368, ACT369, ACT370 (GLI100); ACT380 (MSACC); ACT382, ACT414 (INSEA); ACT395 (ACC100). */
  codeActivite: string;
  usager: { identifiant: string; typeIdentifiant: string };
  /** Instants, RFC 3339. */
  dateCreation: string;
  dateEcheance: string | null;
  dateEcheanceProche?: boolean;
  attributsSpecifiques: { nom: string; valeur: string }[];
}
export interface PageActivites {
  activites: ActiviteOperationnelle[];
  hasMore: boolean;
  cursor: string | null;
}
export interface ApiActivites {
  /** Exactly one of codeActivite, codeFamille, codeDomaine; at most 1 000 at a time, by dateEcheance. Errors: DONNEE_INVALIDE (PARAM_INCOHERENT). */
  chercher(
    critere: { codeActivite: string } | { codeFamille: string } | { codeDomaine: string },
    options?: { numeroFranceTravail?: string; cursor?: string | null },
  ): Promise<PageActivites>;
}

export type ParcoursFT = "PED" | "PSP" | "PSO";
export type ParcoursLuFT = ParcoursFT | "EO" | "IND";
export type OrganismeFT = "CD" | "FT" | "ML" | "CE" | "CAF";
/** An organisme and its structure (code AURORE, three letters and four digits). */
export interface EntiteFT {
  organisme: { code: OrganismeFT | "IND" };
  structure?: { code: string; libelle?: string } | null;
}
export interface DecisionOrientationFT {
  etat_decision: "ACCEPTEE" | "REFUSEE";
  /** AAAA-MM-JJ. */
  date_decision: string;
  motif_refus?: string;
  commentaire_refus?: string;
  parcours?: ParcoursFT;
  referent_parcours?: EntiteFT;
}
export interface OrientationFT {
  parcours: ParcoursLuFT;
  referent_parcours: EntiteFT | null;
  competent_decision?: EntiteFT | null;
  prise_decision?: EntiteFT | null;
  statut: "PRECONISE" | "PRECONISE_REORIENTATION" | "DECIDE" | "DECIDE_REORIENTATION" | "RECLASSEMENT" | "MODIFIE" | "CORRIGE";
  etat: "EN_ATTENTE" | "BROUILLON" | "SAISIE_COMPLETE" | "OUVERT" | "CLOTURE" | "ABANDON";
  origine?: string | null;
  date_entree_parcours?: string | null;
  date_sortie_parcours?: string | null;
  motif_sortie_parcours?: string | null;
  date_creation?: string | null;
  date_modification?: string | null;
  decision?: DecisionOrientationFT | null;
  criteres_orientation?: Record<string, unknown> | null;
}
export interface ApiOrientation {
  /** Newest first; `etat` filters. */
  lire(usager: Usager, etat?: OrientationFT["etat"]): Promise<OrientationFT[]>;
  /** Asks for a préconisation from criteria; it then waits for a decision. */
  calculer(usager: Usager, demande: { origine: string; criteres_orientation: Record<string, unknown> }): Promise<OrientationFT>;
  /** Decides on the préconisation that waits. */
  decider(usager: Usager, decision: DecisionOrientationFT): Promise<void>;
  /** Creates a decided orientation where none waits. */
  creer(
    usager: Usager,
    orientation: { origine: string; parcours: ParcoursFT; referent_parcours: EntiteFT; date_entree_parcours?: string },
  ): Promise<void>;
  /** Changes an open orientation without a réorientation. */
  modifier(
    usager: Usager,
    orientation: { parcours: ParcoursFT; structure_referente_parcours: EntiteFT; date_entree_parcours: string },
  ): Promise<void>;
}

export interface RendezVousPartenaireFT {
  id?: string;
  /** Instant, RFC 3339. */
  date: string;
  /** Minutes. */
  duree?: number;
  modaliteContact: "VISIO" | "TELEPHONE" | "PHYSIQUE";
  motif: "AUT" | "ACC" | "ORI";
  organisme: {
    code: "IND" | "FT" | "CD" | "DCD" | "ML" | "CE";
    idStructure?: string;
    libelleStructure?: string;
    emailContact?: string;
    telephoneContact?: string;
  };
  statut: "PRIS" | "EFFECTUE" | "MODIFIE" | "ABSENT" | "ANNULE";
  typeReception: "IND" | "COL";
  adresse?: string;
  libelleAdresse?: string;
  theme?: string;
  initiateur?: "USAGER" | "PARTENAIRE";
  information?: string;
  interlocuteur?: { nom?: string; prenom?: string; organisme?: string; service?: string };
}
export interface RendezVousUsagerFT {
  /** Id that the system of origin gave: ours for what we sent. */
  idOrigine: string;
  /** AAAA-MM-JJTHH:MM:SS, Paris. */
  date: string;
  duree: number;
  modaliteContact: RendezVousPartenaireFT["modaliteContact"];
  motif: RendezVousPartenaireFT["motif"];
  organisme: RendezVousPartenaireFT["organisme"];
  statut: RendezVousPartenaireFT["statut"];
  typeReception: "IND" | "COL";
  estEnConflit: boolean;
  theme: string;
  initiateur?: "USAGER" | "CONSEILLER";
  dateAnnulation?: string | null;
  motifAnnulation?: string | null;
  adresse?: { adresseLibre?: string; libelleAdresse?: string } | null;
  /** Instant of its last change at France Travail, when the history says it. */
  dernierEvenementLe?: string | null;
}
export interface ApiRendezVous {
  /** 202: accepted, not confirmed. Gives the id. */
  creer(usager: Usager, rendezVous: RendezVousPartenaireFT): Promise<string>;
  /** Errors: ID_NON_RECONNU after a merge of people at France Travail. */
  modifier(usager: Usager, rendezVous: RendezVousPartenaireFT & { id: string }): Promise<string>;
  supprimer(usager: Usager, id: string): Promise<void>;
  /** By default the future and the last 30 days; civil dates AAAA-MM-JJ (sent as dd-MM-yyyy). */
  lire(usager: Usager, du?: string, au?: string): Promise<RendezVousUsagerFT[]>;
}

export interface AgenceFT {
  /** Code AURORE. */
  code: string;
  codeSafir: string | null;
  siret: string | null;
  libelle: string;
  type: string | null;
}
export interface ApiAgences {
  lister(): Promise<AgenceFT[]>;
}

export interface EvenementEmploiFT {
  id: string;
  titre: string;
  description?: string | null;
  typeEvenement?: string | null;
  /** Instants. */
  dateDebut: string;
  dateFin?: string | null;
  modalite?: "ADIST" | "ENPHY" | null;
  codePostal?: string | null;
  ville?: string | null;
  nombrePlaceTotalPresentiel?: number | null;
  nombreInscritPresentiel?: number | null;
  nombrePlaceTotalDistance?: number | null;
  nombreInscritDistance?: number | null;
  codesRome?: string[] | null;
}
export interface ApiEvenements {
  chercher(critere: {
    departements: string[];
    dateDebut?: string;
    dateFin?: string;
    page?: number;
  }): Promise<{ evenements: EvenementEmploiFT[]; suite: boolean }>;
}

/** The whole family, as the deliveries and the readings of the hub use it. */
export interface FranceTravail {
  usagers: ApiUsagers;
  informationsAdministratives: ApiInformationsAdministratives;
  statut: ApiStatut;
  activites: ApiActivites;
  orientation: ApiOrientation;
  rendezVous: ApiRendezVous;
  diagnostic: ApiDiagnostic;
  contratEngagement: ApiContratEngagement;
  sanctions: ApiSanctions;
  agences: ApiAgences;
  evenements: ApiEvenements;
}
