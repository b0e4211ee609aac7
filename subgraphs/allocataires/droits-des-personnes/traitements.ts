import type { TraitementOpposable } from "../vocabulaire";

export interface Traitement {
  libelle: string;
  opposable: boolean;
  /** What stops when the opposition is accepted, or why nothing can. */
  effet: string;
  source: string;
}

/** Treatments of the hub, and which ones a person may stop (RGPD, article 21; a legal obligation or the management of the right cannot be, article 17, 3, b). */
export const TRAITEMENTS: Readonly<Record<TraitementOpposable, Traitement>> = {
  MESSAGES_CAMPAGNE: {
    libelle: "Convocations groupées par SMS ou courriel",
    opposable: true,
    effet: "Aucune campagne par SMS ou courriel ne la choisit : elle est convoquée par lettre.",
    source: "RGPD, article 21, 1",
  },
  PARTAGE_ABONNES: {
    libelle: "Annonces aux systèmes abonnés des organismes qui ne la suivent pas",
    opposable: true,
    effet: "Ses événements ne partent plus que vers l’organisme qui la suit.",
    source: "RGPD, article 21, 1",
  },
  EVALUATION: {
    libelle: "Groupes suivis pour une évaluation (cohortes)",
    opposable: true,
    effet: "Elle quitte les cohortes où elle est, et n’entre dans aucune autre.",
    source: "RGPD, articles 21, 6 et 89",
  },
  CONTACT_STRUCTURES: {
    libelle: "Téléphone et courriel donnés aux structures à qui une offre est prescrite",
    opposable: true,
    effet: "La structure n’a plus que son nom : l’organisme prescripteur fait le lien.",
    source: "RGPD, article 21, 1",
  },
  GESTION_DU_DROIT: {
    libelle: "Gestion du droit, orientation, contrat, droits et devoirs",
    opposable: false,
    effet: "Obligation légale du Département : le traitement continue.",
    source: "CASF, L. 262-27 à L. 262-40 ; RGPD, article 21, 1",
  },
  ECHANGES_FRANCE_TRAVAIL: {
    libelle: "Échanges avec France Travail",
    opposable: false,
    effet: "Obligation légale du réseau pour l’emploi : le traitement continue.",
    source: "Code du travail, L. 5311-8",
  },
  STATISTIQUES: {
    libelle: "Statistiques sans nom",
    opposable: false,
    effet: "Obligation légale (OARSA, suivi du contrat) : aucun chiffre ne la nomme.",
    source: "CASF, L. 262-54 ; RGPD, article 21, 6",
  },
};
