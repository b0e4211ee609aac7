import type { ContratSimule } from "./modele-contrat";
import type { DiagnosticSimule } from "./modele-diagnostic";
import type { OrientationSimulee } from "./modele-orientation";
import type { ManquementSimule } from "./modele-sanction";

/** What the simulated SI Plateforme knows of a person at the start. */
export interface UsagerSimule {
  /** 11 digits. */
  numeroFranceTravail: string;
  /** 13 or 15 characters. */
  nir: string;
  /** AAAA-MM-JJ. */
  dateNaissance: string;
  nom: string;
  prenom: string;
  civilite?: "M" | "MME" | "MX";
  /** Null: France Travail has no address, and Rechercher usager answers R998. */
  adresse?: AdresseSimulee | null;
  emails?: string[];
  telephones?: string[];
  /** Default `Inscrit`. */
  statut?: StatutUsager;
  /** Civil date of `statut`; default the day she is added. */
  dateEffet?: string;
  /** True: R001, the client may not see her. */
  accesRefuse?: boolean;
  /** False: R002, and none of her activities is shown. Default true. */
  rattache?: boolean;
  identiteCertifiee?: boolean;
  /** False: Informations administratives answers 204. */
  informations?: boolean;
  /** True: her NIR and birth date answer S003, as when France Travail has her twice; two people with the same NIR and date do it too. */
  doublons?: boolean;
}
export type StatutUsager = "Identifié" | "Inscrit" | "Cessé" | "Radié";
export interface AdresseSimulee {
  codeInseeCommune: string;
  codePostal: string;
  libelleCommune: string;
  numeroTypeLibelleVoie?: string;
  indicateurResidentQPV?: "AT" | "IN" | "NT" | "NQ" | "QP";
}

export interface StatutSimule {
  m_statut: StatutUsager;
  m_date_effet_statut: string;
  m_motif_inscription_code?: string;
  m_motif_inscription_lib?: string;
  m_categ_inscription_code?: string;
  m_categ_inscription_lib?: string;
  m_motif_cloture_code?: string;
  m_motif_cloture_lib?: string;
}

/** As it was deposited (RendezVousPartenaire), with what the platform adds. */
export interface RendezVousSimule {
  id: string;
  /** Body of the last POST or PUT. */
  corps: Record<string, any>;
  /** True: placed by a conseiller of France Travail. */
  deFranceTravail: boolean;
  annuleLe: Date | null;
  motifAnnulation: string | null;
  historique: { dateReceptionEvenement: string; typeAction: "CREATION" | "MODIFICATION" | "SUPPRESSION" }[];
}

export interface ActiviteSimulee {
  identifiantActivite: string;
  codeActivite: string;
  usager: { identifiant: string; typeIdentifiant: "numeroFranceTravail" };
  dateCreation: string;
  dateEcheance: string;
  attributsSpecifiques: { nom: string; valeur: string }[];
}

/** The whole state of a person. */
export interface DossierUsager {
  usager: UsagerSimule;
  statut: StatutSimule;
  /** Oldest first. */
  orientations: OrientationSimulee[];
  rendezVous: RendezVousSimule[];
  contrat: ContratSimule | null;
  diagnostic: DiagnosticSimule;
  manquements: ManquementSimule[];
}
export interface EtatUsager extends DossierUsager {
  /** Activities that are still open. */
  activites: ActiviteSimulee[];
}

/** An effect that a call had: what the test of « nothing applied twice » counts. */
export interface EffetApplique {
  api: string;
  /** Verb and path, `POST /rendez-vous`. */
  operation: string;
  numeroFranceTravail: string | null;
  corps: unknown;
  le: Date;
}

/** A client of the platform: what the registration at francetravail.io gives. */
export interface ClientSimule {
  id: string;
  secret: string;
  /** Scopes it may ask for; default all. */
  scopes?: string[];
  /** How its agents are named in what they write. */
  structure?: string;
}
