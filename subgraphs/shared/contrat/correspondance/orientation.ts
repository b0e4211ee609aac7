import { bijection, type Correspondance } from "./correspondance";

type StatutOrientation = "DEMANDEE" | "PRECONISEE" | "A_L_ETUDE" | "DECIDEE" | "REFUSEE" | "CLOSE";
/** « statut » and « etat » of « Orientation usager » v1, which only mean something together. */
type StatutEtat =
  | "PRECONISE/BROUILLON"
  | "PRECONISE/SAISIE_COMPLETE"
  | "PRECONISE/EN_ATTENTE"
  | "DECIDE/EN_ATTENTE"
  | "DECIDE/OUVERT"
  | "DECIDE/CLOTURE";

/** A draft is not yet asked for. A réorientation that the IOP studies is what France Travail calls a proposition that waits for a decision
 * (DECIDE, EN_ATTENTE). A refused one leaves no trace of its own there: the decision says REFUSEE, the orientation is closed. */
export const STATUT_ORIENTATION_FT: Correspondance<StatutOrientation, StatutEtat> = {
  vers: {
    DEMANDEE: "PRECONISE/SAISIE_COMPLETE",
    PRECONISEE: "PRECONISE/EN_ATTENTE",
    A_L_ETUDE: "DECIDE/EN_ATTENTE",
    DECIDEE: "DECIDE/OUVERT",
    REFUSEE: "DECIDE/CLOTURE",
    CLOSE: "DECIDE/CLOTURE",
  },
  depuis: {
    "PRECONISE/BROUILLON": null,
    "PRECONISE/SAISIE_COMPLETE": "DEMANDEE",
    "PRECONISE/EN_ATTENTE": "PRECONISEE",
    "DECIDE/EN_ATTENTE": "A_L_ETUDE",
    "DECIDE/OUVERT": "DECIDEE",
    "DECIDE/CLOTURE": "CLOSE",
  },
  pertes: { vers: ["REFUSEE"], depuis: ["PRECONISE/BROUILLON"] },
};

/** `statut_orient` of WebRSA. */
export const STATUT_ORIENTATION_WEBRSA: Correspondance<StatutOrientation, "En attente" | "Non orienté" | "Orienté" | "Refusé"> = {
  vers: {
    DEMANDEE: "Non orienté",
    PRECONISEE: "En attente",
    A_L_ETUDE: "En attente",
    DECIDEE: "Orienté",
    REFUSEE: "Refusé",
    CLOSE: "Orienté",
  },
  depuis: { "En attente": "PRECONISEE", "Non orienté": "DEMANDEE", Orienté: "DECIDEE", Refusé: "REFUSEE" },
  pertes: { vers: ["A_L_ETUDE", "CLOSE"], depuis: [] },
};

type OrigineOrientation = "FLUX_CAF" | "FLUX_MSA" | "INSCRIPTION_FRANCE_TRAVAIL" | "TRANSFERT_DEPARTEMENT" | "REORIENTATION";
type OrigineFranceTravail =
  | "INSCRIPTION_AUTO_CAF"
  | "INSCRIPTION_AUTO_MSA"
  | "INSCRIPTION_AUTO_MILO"
  | "INSCRIPTION_VOLONTAIRE"
  | "INSCRIPTION_CONSEILLER_FT"
  | "INSCRIPTION_CONSEILLER_CD"
  | "INSCRIPTION_CONSEILLER_CE"
  | "RDS_LPE";

/** « origine » of « Orientation usager » v1: who registered the person. The hub says what made the request. A transfer and a réorientation are entered by
 * the Département; which conseiller registered somebody is not kept. RDS_LPE (reprise des données) tells nothing of either. */
export const ORIGINE_ORIENTATION_FT: Correspondance<OrigineOrientation, OrigineFranceTravail> = {
  vers: {
    FLUX_CAF: "INSCRIPTION_AUTO_CAF",
    FLUX_MSA: "INSCRIPTION_AUTO_MSA",
    INSCRIPTION_FRANCE_TRAVAIL: "INSCRIPTION_VOLONTAIRE",
    TRANSFERT_DEPARTEMENT: "INSCRIPTION_CONSEILLER_CD",
    REORIENTATION: "INSCRIPTION_CONSEILLER_CD",
  },
  depuis: {
    INSCRIPTION_AUTO_CAF: "FLUX_CAF",
    INSCRIPTION_AUTO_MSA: "FLUX_MSA",
    INSCRIPTION_AUTO_MILO: "INSCRIPTION_FRANCE_TRAVAIL",
    INSCRIPTION_VOLONTAIRE: "INSCRIPTION_FRANCE_TRAVAIL",
    INSCRIPTION_CONSEILLER_FT: "INSCRIPTION_FRANCE_TRAVAIL",
    INSCRIPTION_CONSEILLER_CD: "INSCRIPTION_FRANCE_TRAVAIL",
    INSCRIPTION_CONSEILLER_CE: "INSCRIPTION_FRANCE_TRAVAIL",
    RDS_LPE: null,
  },
  pertes: {
    vers: ["TRANSFERT_DEPARTEMENT", "REORIENTATION"],
    depuis: ["INSCRIPTION_AUTO_MILO", "INSCRIPTION_CONSEILLER_FT", "INSCRIPTION_CONSEILLER_CD", "INSCRIPTION_CONSEILLER_CE", "RDS_LPE"],
  },
};

/** « motif_refus » of a decision in « Orientation usager » v1, and the sentence that the hub keeps as motive. */
export const MOTIF_REFUS_FT = bijection({
  "La déclaration de la personne est inexacte.": "DECLARATION_INEXACTE",
  "Sa situation n’est pas couverte par les critères d’orientation.": "SITUATION_NON_COUVERTE",
  "Le professionnel apprécie la situation autrement.": "APPRECIATION_DIFFERENTE",
  "Il n’y a plus de place dans ce parcours.": "MANQUE_CAPACITE_ACCUEIL",
  "L’entretien d’orientation mène à un autre parcours.": "ENTRETIEN_ORIENTATION",
  "Autre motif.": "AUTRE",
} as const);
