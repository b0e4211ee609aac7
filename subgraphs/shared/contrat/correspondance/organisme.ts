import type { Correspondance } from "./correspondance";

/** `TypeOrganisme` of the contract. */
type TypeOrganisme = "DEPARTEMENT" | "FRANCE_TRAVAIL" | "MISSION_LOCALE" | "CAP_EMPLOI" | "DELEGATAIRE" | "CCAS" | "CAF" | "MSA";

/** « organisme » of « Orientation usager » v1: it has no word for a délégataire, a CCAS nor the MSA. The two first act for the Département, which answers
 * for them; the MSA has no word. IND: not decided. */
export const ORGANISME_ORIENTATION_FT: Correspondance<TypeOrganisme, "CD" | "CAF" | "FT" | "ML" | "CE" | "IND"> = {
  vers: {
    DEPARTEMENT: "CD",
    FRANCE_TRAVAIL: "FT",
    MISSION_LOCALE: "ML",
    CAP_EMPLOI: "CE",
    DELEGATAIRE: "CD",
    CCAS: "CD",
    CAF: "CAF",
    MSA: null,
  },
  depuis: { CD: "DEPARTEMENT", CAF: "CAF", FT: "FRANCE_TRAVAIL", ML: "MISSION_LOCALE", CE: "CAP_EMPLOI", IND: null },
  pertes: { vers: ["DELEGATAIRE", "CCAS", "MSA"], depuis: ["IND"] },
};

/** « organisme » of « Rendez-vous partenaire » v1: DCD is the délégataire of the Département. A payeur holds no appointment there: IND. */
export const ORGANISME_RENDEZ_VOUS_FT: Correspondance<TypeOrganisme, "IND" | "FT" | "CD" | "DCD" | "ML" | "CE"> = {
  vers: {
    DEPARTEMENT: "CD",
    FRANCE_TRAVAIL: "FT",
    MISSION_LOCALE: "ML",
    CAP_EMPLOI: "CE",
    DELEGATAIRE: "DCD",
    CCAS: "DCD",
    CAF: "IND",
    MSA: "IND",
  },
  depuis: { CD: "DEPARTEMENT", DCD: "DELEGATAIRE", FT: "FRANCE_TRAVAIL", ML: "MISSION_LOCALE", CE: "CAP_EMPLOI", IND: null },
  pertes: { vers: ["CCAS", "CAF", "MSA"], depuis: ["IND"] },
};

/** `organisation_type` of RDV-Insertion. « siae » and « autre » are no organisme référent. */
export const ORGANISME_RDV_INSERTION: Correspondance<
  TypeOrganisme,
  "conseil_departemental" | "delegataire_rsa" | "france_travail" | "siae" | "autre"
> = {
  vers: {
    DEPARTEMENT: "conseil_departemental",
    FRANCE_TRAVAIL: "france_travail",
    MISSION_LOCALE: "autre",
    CAP_EMPLOI: "autre",
    DELEGATAIRE: "delegataire_rsa",
    CCAS: "delegataire_rsa",
    CAF: "autre",
    MSA: "autre",
  },
  depuis: {
    conseil_departemental: "DEPARTEMENT",
    delegataire_rsa: "DELEGATAIRE",
    france_travail: "FRANCE_TRAVAIL",
    siae: null,
    autre: null,
  },
  pertes: { vers: ["MISSION_LOCALE", "CAP_EMPLOI", "CCAS", "CAF", "MSA"], depuis: ["siae", "autre"] },
};
