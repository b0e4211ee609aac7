export type ParcoursLu = "PED" | "PSP" | "PSO" | "EO" | "IND";
export type OrganismeLu = "CD" | "FT" | "ML" | "CE" | "CAF" | "IND";
export interface Entite {
  organisme: { code: OrganismeLu };
  structure?: { code?: string; libelle?: string };
}

export interface DecisionSimulee {
  etat_decision: "ACCEPTEE" | "REFUSEE";
  date_decision: string;
  agent_decision?: string;
  motif_refus?: string;
  commentaire_refus?: string;
  parcours?: ParcoursLu;
  referent_parcours?: Entite;
}

/** In the words of v2; v1 is a view of it. */
export interface OrientationSimulee {
  parcours: ParcoursLu;
  referent_parcours: Entite | null;
  responsable_usager: Entite | null;
  competent_decision: Entite | null;
  prise_decision: Entite | null;
  statut: "PRECONISE" | "PRECONISE_REORIENTATION" | "DECIDE" | "DECIDE_REORIENTATION" | "RECLASSEMENT" | "MODIFIE" | "CORRIGE";
  etat: "EN_ATTENTE" | "BROUILLON" | "SAISIE_COMPLETE" | "OUVERT" | "CLOTURE" | "ABANDON";
  origine: string;
  date_entree_parcours?: string;
  date_sortie_parcours?: string;
  motif_sortie_parcours?: string;
  date_creation: string;
  date_modification: string;
  agent_creation: string;
  agent_derniere_modification: string;
  msa_calculee?: string;
  msa_calculee_libelle?: string;
  criteres_orientation?: Record<string, unknown>;
  decision?: DecisionSimulee;
}
