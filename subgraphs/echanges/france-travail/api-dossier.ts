import type { Usager } from "./api-usager";

/** Diagnostic, contrat d’engagement and sanctions, in France Travail’s own words (see api.ts). */

export interface ContraintesAEnregistrerFT {
  /** Instant of the exploration. */
  dateExploration: string;
  contraintesAEnregistrer: {
    code: string;
    valeur: "OUI" | "NON_ABORDEE" | "CLOTUREE";
    impact?: "FORT" | "MOYEN" | "FAIBLE" | "NON_RENSEIGNE";
    estPrioritaire?: boolean;
  }[];
  declareSansContrainteAEnregistrer?: boolean;
}
export interface AutonomieNumeriqueFT {
  dateExploration: string;
  contrainteAEnregistrer: { code: "22"; valeur: "OUI" | "NON_ABORDEE" | "CLOTUREE"; impact?: string; estPrioritaire?: boolean };
}
export interface ContrainteLueFT {
  code: string;
  valeur: string | null;
  impact?: string | null;
  estPrioritaire?: boolean | null;
  dateExploration?: string | null;
}
export interface DossierDiagnosticFT {
  contraintes: ContrainteLueFT[];
  autonomieNumerique: ContrainteLueFT | null;
  /** Who explored last, and when. */
  agent: { structure?: string; type?: string } | null;
  dateExploration: string | null;
}
export interface ApiDiagnostic {
  lire(usager: Usager): Promise<DossierDiagnosticFT | null>;
  enregistrerContraintes(usager: Usager, contraintes: ContraintesAEnregistrerFT): Promise<void>;
  enregistrerAutonomieNumerique(usager: Usager, autonomie: AutonomieNumeriqueFT): Promise<void>;
}

export interface ContratEngagementFT {
  etat: "A_SIGNER" | "SIGNE" | "REFUSE" | "EN_ATTENTE_SIGNATURE" | "SUSPENDU" | "CLOTURE";
  dateSignature?: string | null;
  dateRefus?: string | null;
  dateSuspension?: string | null;
  organisme?: string | null;
  engagements?: {
    engagementsUsager: { titre: string; libelles: string[] }[];
    engagementsConseiller: { titre: string; libelles: string[] }[];
  } | null;
}
export interface ApiContratEngagement {
  lire(usager: Usager): Promise<ContratEngagementFT | null>;
  /** Creates it as signed. Errors: DONNEE_INVALIDE when one exists (SignatureException). Instants. */
  creerSigne(usager: Usager, contrat: { dateSignature: string }): Promise<void>;
  /** Signs the one that exists. Errors: CONTRAT_SUSPENDU. */
  signer(usager: Usager, contrat: { dateSignature: string }): Promise<void>;
  refuser(usager: Usager, contrat: { dateRefus: string }): Promise<void>;
}

export interface ConsequenceSanctionFT {
  idConsequenceSanction: string;
  typeConsequenceSanction: string;
  delegation?: boolean;
  modaliteProposee?: "P" | "M";
  montantPropose?: number;
  dureeProposee?: 1 | 2 | 3 | 4;
  modaliteValidee?: "P" | "M";
  montantValide?: number;
  dureeValidee?: 1 | 2 | 3 | 4;
  dateDebutApplication?: string | null;
  dateLeveeApplication?: string | null;
  dateRemobilisation?: string | null;
  evenements: { identifiantEvenement: string; typeEvenement: string; dateEvenement: string; motif?: string | null }[];
}
export interface ManquementFT {
  individu: { numeroFranceTravail: string };
  identifiantManquement: string;
  /** F01, F03, F04. */
  familleManquement: string;
  dateManquement: string;
  dateAvertissement?: string | null;
  faisceauIndices?: { natureDefaut: string; dateConstatDefaut: string; attributs: { codeAttribut: string; valeurAttribut: string }[] }[];
  justificationDecisionSanction?: string | null;
  consequencesSanction: ConsequenceSanctionFT[];
}
export interface TraitementSanctionFT {
  identifiantConsequenceSanction: string;
  evenement: {
    typeEvenement:
      | "SAISIE_SANCTION"
      | "REFUS_SAISIE_SANCTION"
      | "VALID_SANCTION"
      | "REFUS_SANCTION"
      | "VALID_LEVEE_SUSP"
      | "REFUS_LEVEE_SUSP"
      | "ANNULATION_SANCTION";
    dateEvenement: string;
    commentaireEvenement?: string;
    motifEvenement?: "DROIT_ERREUR" | "RECOURS" | "AUTRE";
  };
  typeConsequenceSanctionValide?: "SUSP_RSA" | "SUPPR_RSA";
  modaliteDecisionValidee?: "P" | "M";
  /** Percent, 30 to 100, when the mode is P. */
  montantValide?: number;
  dureeValidee?: 1 | 2 | 3 | 4;
}
export interface DecisionSanctionFT {
  dateNotificationDecisionSanction: string;
  natureManquement: "N61" | "N63" | "N64" | "N65";
  rangManquement?: "R1" | "R2";
  dateManquement: string;
  typeSanctionValide: "SUSP_RSA" | "SUPPR_RSA";
  modaliteDecisionValidee: "P" | "M";
  montantValide: number;
  dureeValidee: 1 | 2 | 3 | 4;
  justificationDecisionSanction?: string;
}
export interface ApiSanctions {
  /** By the id of a consequence (attribute idConsequenceSanction of the activity). Needs the person's token. */
  detailManquement(usager: Usager, identifiantSanction: string): Promise<ManquementFT | null>;
  traiter(usager: Usager, traitement: TraitementSanctionFT): Promise<void>;
  decider(usager: Usager, decision: DecisionSanctionFT): Promise<{ identifiantConsequenceSanction: string; identifiantManquement: string }>;
}
