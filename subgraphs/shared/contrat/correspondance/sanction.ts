import { bijection, type Correspondance } from "./correspondance";

/** `typeConsequenceSanction` of « Gestion des sanctions RSA », for the two that weigh on the RSA: the others (radiation, suspension of an allowance, warning)
 * are France Travail's own and make no procedure of the Département. Source: reference, appendix C. */
export const NATURE_SANCTION_FT = bijection({ SUSPENSION: "SUSP_RSA", SUPPRESSION: "SUPPR_RSA" } as const);

type NatureManquement = "REFUS_ELABORER_OU_ACTUALISER_CONTRAT" | "NON_RESPECT_CONTRAT" | "REFUS_CONTROLE";

/** `natureManquement` (and `natureDefaut` of the evidence). France Travail publishes the codes without their wording: this reading, in the order of
 * CASF L. 262-37, is to be confirmed with it (docs/echanges-france-travail.md). N64 is a second way not to respect the contract. */
export const NATURE_MANQUEMENT_FT: Correspondance<NatureManquement, "N61" | "N63" | "N64" | "N65"> = {
  vers: { REFUS_ELABORER_OU_ACTUALISER_CONTRAT: "N61", NON_RESPECT_CONTRAT: "N63", REFUS_CONTROLE: "N65" },
  depuis: {
    N61: "REFUS_ELABORER_OU_ACTUALISER_CONTRAT",
    N63: "NON_RESPECT_CONTRAT",
    N64: "NON_RESPECT_CONTRAT",
    N65: "REFUS_CONTROLE",
  },
  pertes: { vers: [], depuis: ["N64"] },
};

/** `familleManquement`, read the same way and to be confirmed the same way. */
export const FAMILLE_MANQUEMENT_FT = bijection({
  REFUS_ELABORER_OU_ACTUALISER_CONTRAT: "F01",
  NON_RESPECT_CONTRAT: "F03",
  REFUS_CONTROLE: "F04",
} as const);

/** `motifEvenement` of a cancellation. */
export const CAUSE_ANNULATION_FT = bijection({ DROIT_ERREUR: "DROIT_ERREUR", RECOURS: "RECOURS", AUTRE: "AUTRE" } as const);
