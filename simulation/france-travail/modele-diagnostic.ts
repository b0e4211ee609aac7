export interface AgentSimule {
  nom: string;
  prenom: string;
  structure: string;
  type: "CONSEILLER" | "PARTENAIRE";
}
/** Each datum is stamped with its author and date: that is what makes it a carrier of « told once ». */
export interface Valeur {
  code: string;
  valeur: string;
  agent: AgentSimule;
  dateExploration: string;
}
export interface ContrainteSimulee extends Valeur {
  impact?: string;
  estPrioritaire: boolean;
}
export interface MetierSimule {
  idDiagnostic: string;
  codeRome?: string;
  codeAppellation?: string;
  codeTypologie?: string;
  codeSousTypologie?: string;
  idMetierChiffre?: string;
  nomMetier?: string;
  estPrioritaire: boolean;
  estCreationPartenaire: boolean;
  statut: "EN_COURS" | "SUPPRIME";
  agent: AgentSimule;
  dateMiseAJour: string;
  besoins: Valeur[];
}
export interface PouvoirAgirSimule {
  confiance: string;
  accompagnement: string;
  agent: AgentSimule;
  dateExploration: string;
}
/** Keyed by (list, code): a code is unique in its list only. The numérique (22) is apart, as in the API. */
export interface ContenuDiagnostic {
  contraintes: ContrainteSimulee[];
  situations: Valeur[];
  objectifs: Valeur[];
  autonomieNumerique: ContrainteSimulee | null;
  besoinNumerique: Valeur | null;
  sansContrainte: { flag: boolean; date: string } | null;
  metiers: MetierSimule[];
  pouvoirAgir: PouvoirAgirSimule | null;
}
export interface DiagnosticSimule extends ContenuDiagnostic {
  /** One version after each writing, oldest first. */
  versions: { agent: AgentSimule; dateExploration: string; contenu: ContenuDiagnostic }[];
}
export const diagnosticVide = (): DiagnosticSimule => ({
  contraintes: [],
  situations: [],
  objectifs: [],
  autonomieNumerique: null,
  besoinNumerique: null,
  sansContrainte: null,
  metiers: [],
  pouvoirAgir: null,
  versions: [],
});
