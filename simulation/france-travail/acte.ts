import type { StatutUsager } from "./modele";
import type { Entite, ParcoursLu } from "./modele-orientation";

/** What a conseiller of France Travail, or its batches, do on their side. Civil dates, and instants for the contract; absent: now. */
export type Acte =
  | ({ numeroFranceTravail: string } & ActeDUsager)
  | { acte: "PUBLIER_EVENEMENT"; evenement: Record<string, unknown> & { id: string; titre: string; dateDebut: string } }
  | { acte: "RETIRER_EVENEMENT"; id: string };

export type ActeDUsager =
  | {
      acte: "DEMANDER_ORIENTATION";
      origine?: string;
      parcours?: ParcoursLu;
      organisme?: Entite["organisme"]["code"];
      criteres?: Record<string, unknown>;
      competent?: Entite;
    }
  | { acte: "DECIDER_ORIENTATION"; parcours: "PED" | "PSP" | "PSO"; referent?: Entite; dateDecision?: string }
  | { acte: "CLORE_ORIENTATION"; dateSortie?: string; motif?: string }
  | { acte: "PRENDRE_RENDEZ_VOUS"; rendezVous: Record<string, unknown> & { date: string } }
  | {
      acte: "MARQUER_RENDEZ_VOUS";
      id: string;
      statut: "EFFECTUE" | "ABSENT" | "ANNULE" | "MODIFIE";
      date?: string;
      motifAnnulation?: string;
      initiateur?: "USAGER" | "PARTENAIRE";
    }
  | { acte: "CHANGER_STATUT"; statut: StatutUsager; dateEffet?: string; motifCode?: string; motifLibelle?: string; categorie?: string }
  | { acte: "PREPARER_CONTRAT" }
  | { acte: "SIGNER_CONTRAT"; dateSignature?: string; engagementsUsager?: { titre: string; libelles: string[] }[] }
  | { acte: "REFUSER_CONTRAT"; dateRefus?: string }
  | {
      acte: "MODIFIER_DIAGNOSTIC";
      contraintes: { code: string; valeur: string; impact?: string; estPrioritaire?: boolean }[];
      dateExploration?: string;
    }
  | {
      acte: "PROPOSER_SANCTION";
      type?: "SUSP_RSA" | "SUPPR_RSA";
      famille?: "F01" | "F03" | "F04";
      nature?: string;
      dateManquement?: string;
      modalite?: "P" | "M";
      montant?: number;
      duree?: 1 | 2 | 3 | 4;
      attributs?: { codeAttribut: string; valeurAttribut: string }[];
    }
  | { acte: "PROPOSER_LEVEE"; idConsequenceSanction: string; accordFT?: boolean }
  | { acte: "ANNULER_SANCTION"; idConsequenceSanction: string; motif?: string };

export type De<A extends ActeDUsager["acte"]> = Extract<ActeDUsager, { acte: A }>;
