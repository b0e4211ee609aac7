import type { Frein } from "../enums";
import { bijection, type Correspondance } from "./correspondance";

/** Titles. The hub keeps those of the flows of the CNAF (QUAL); France Travail also has a neutral one, in two spellings. */
export const CIVILITE_RDV_INSERTION = bijection({ MR: "monsieur", MME: "madame" } as const);
export const CIVILITE_FT_ECRITURE: Correspondance<"MR" | "MME", "M" | "Mme" | "Mx"> = {
  vers: { MR: "M", MME: "Mme" },
  depuis: { M: "MR", Mme: "MME", Mx: null },
  pertes: { vers: [], depuis: ["Mx"] },
};
export const CIVILITE_FT_LECTURE: Correspondance<"MR" | "MME", "M" | "MME" | "MX"> = {
  vers: { MR: "M", MME: "MME" },
  depuis: { M: "MR", MME: "MME", MX: null },
  pertes: { vers: [], depuis: ["MX"] },
};

/** Codes of the contraintes of « Diagnostic usager » v4. Digital autonomy has no code there: it is a block of its own (autonomieNumerique). */
export const FREIN_FRANCE_TRAVAIL: Correspondance<Frein, "23" | "24" | "25" | "26" | "27" | "28" | "29"> = {
  vers: {
    MOBILITE: "23",
    FAMILLE: "24",
    SANTE: "25",
    LANGUE_SAVOIRS_DE_BASE: "26",
    LOGEMENT: "27",
    FINANCES: "28",
    ADMINISTRATIF_JURIDIQUE: "29",
    NUMERIQUE: null,
  },
  depuis: {
    "23": "MOBILITE",
    "24": "FAMILLE",
    "25": "SANTE",
    "26": "LANGUE_SAVOIRS_DE_BASE",
    "27": "LOGEMENT",
    "28": "FINANCES",
    "29": "ADMINISTRATIF_JURIDIQUE",
  },
  pertes: { vers: ["NUMERIQUE"], depuis: [] },
};

/** Weight of a frein, in the criteria of « Orientation usager » v1, which has no middle: a MOYEN is sent as FAIBLE, so as not to overstate. */
export const IMPACT_FRANCE_TRAVAIL: Correspondance<
  "FORT" | "MOYEN" | "FAIBLE" | "AUCUN" | "NON_RENSEIGNE",
  "IMPACT_FORT_RECHERCHE_EMPLOI" | "IMPACT_FAIBLE_RECHERCHE_EMPLOI" | "AUCUNE"
> = {
  vers: {
    FORT: "IMPACT_FORT_RECHERCHE_EMPLOI",
    MOYEN: "IMPACT_FAIBLE_RECHERCHE_EMPLOI",
    FAIBLE: "IMPACT_FAIBLE_RECHERCHE_EMPLOI",
    AUCUN: "AUCUNE",
    NON_RENSEIGNE: null,
  },
  depuis: { IMPACT_FORT_RECHERCHE_EMPLOI: "FORT", IMPACT_FAIBLE_RECHERCHE_EMPLOI: "FAIBLE", AUCUNE: "AUCUN" },
  pertes: { vers: ["MOYEN", "NON_RENSEIGNE"], depuis: [] },
};

/** « impact » of a contrainte of « Diagnostic usager » v4. What weighs nothing has no impact there: the contrainte is closed. */
export const IMPACT_DIAGNOSTIC_FT: Correspondance<
  "FORT" | "MOYEN" | "FAIBLE" | "AUCUN" | "NON_RENSEIGNE",
  "FORT" | "MOYEN" | "FAIBLE" | "NON_RENSEIGNE"
> = {
  vers: { FORT: "FORT", MOYEN: "MOYEN", FAIBLE: "FAIBLE", AUCUN: null, NON_RENSEIGNE: "NON_RENSEIGNE" },
  depuis: { FORT: "FORT", MOYEN: "MOYEN", FAIBLE: "FAIBLE", NON_RENSEIGNE: "NON_RENSEIGNE" },
  pertes: { vers: ["AUCUN"], depuis: [] },
};

/** `m_statut` of « Statut usager » v2. */
export const STATUT_USAGER_FT = bijection({ IDENTIFIE: "Identifié", INSCRIT: "Inscrit", CESSE: "Cessé", RADIE: "Radié" } as const);

/** States of « Contrat d'engagement » v1. */
export const STATUT_CONTRAT_FT = bijection({
  A_SIGNER: "A signer",
  SIGNE: "Signé",
  REFUSE: "Refusé",
  SUSPENDU: "Suspendu",
  CLOTURE: "Clôturé",
} as const);
