export type TypeEvenementSanction =
  | "PROP_SANCTION"
  | "ACCORD_FT_SANCTION"
  | "SAISIE_SANCTION"
  | "REFUS_SAISIE_SANCTION"
  | "VALID_SANCTION"
  | "REFUS_SANCTION"
  | "PROP_LEVEE_SUSP"
  | "ACCORD_FT_LEVEE_SUSP"
  | "VALID_LEVEE_SUSP"
  | "REFUS_LEVEE_SUSP"
  | "ANNULATION_SANCTION";
export interface EvenementSanction {
  identifiantEvenement: string;
  typeEvenement: TypeEvenementSanction;
  dateEvenement: string;
  motif?: string;
  commentaireEvenement?: string;
}
export interface ConsequenceSimulee {
  idConsequenceSanction: string;
  typeConsequenceSanction: "RAPPEL_A_ORDRE" | "SUSP_RSA" | "SUPPR_RSA" | "SUSP_FT" | "SUPPR_FT" | "SUPPR_FT_DEF" | "RADIATION";
  delegation: boolean;
  codeInitiateur: "FT" | "CD";
  modaliteProposee?: "P" | "M";
  montantPropose?: number;
  dureeProposee?: number;
  modaliteValidee?: "P" | "M";
  montantValide?: number;
  dureeValidee?: number;
  dateDebutApplication?: string;
  dateFinApplication?: string;
  dateRemobilisation?: string;
  justifDecisionRemobilisation?: string;
  dateLeveeApplication?: string;
  evenements: EvenementSanction[];
}
export interface ManquementSimule {
  identifiantManquement: string;
  familleManquement: "F01" | "F03" | "F04";
  natureManquement?: "N61" | "N63" | "N64" | "N65";
  rangManquement?: "R1" | "R2";
  dateManquement: string;
  dateAvertissement?: string;
  faisceauIndices: { natureDefaut: string; dateConstatDefaut: string; attributs: { codeAttribut: string; valeurAttribut: string }[] }[];
  justificationDecisionSanction?: string;
  demarcheRemobilisation?: string;
  consequencesSanction: ConsequenceSimulee[];
}
