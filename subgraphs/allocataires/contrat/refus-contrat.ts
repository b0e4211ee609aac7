/** Refusals of contracts. docs/refus.md lists them. */
export const REFUS_CONTRAT = {
  ACTION_INTROUVABLE: { message: "Le plan de ce contrat n’a pas d’action de ce rang." },
  CONTRAT_EN_COURS: {
    message:
      "Un contrat est déjà en cours : il doit être arrivé à son terme avant d’en signer un autre. Seul un contrat d’orientation de trois mois, à signer ou suspendu cède la place.",
  },
  CONTRAT_INTROUVABLE: { message: "Ce contrat n’est pas à lire, ou n’est pas celui de cette personne." },
  CONTRAT_NON_MODIFIABLE: { message: "L’étape de ce contrat ne permet pas cet acte." },
  HEURES_INVALIDES: { message: "Les heures d’activité vont de 0 à 35 par semaine." },
  LIBELLE_MANQUANT: { message: "Dites en quelques mots l’action à mener (500 caractères au plus)." },
  MODULATION_EXISTANTE: { message: "Une modulation commence déjà dans cette période : donnez une période qui s’arrête avant elle." },
  MOTIF_MODULATION_ABSENT: {
    message: "Une exemption, ou moins de quinze heures par semaine, demande un motif de modulation.",
    source: "Code du travail L. 5411-6",
  },
  MOTIF_MODULATION_SANS_OBJET: {
    message:
      "Ni exemption ni moins de quinze heures par semaine : un motif de modulation, donnée de santé, ne s’enregistre pas sans objet.",
    source: "RGPD art. 5 et 9",
  },
  PERIODE_HORS_CONTRAT: { message: "La période sort de celle du contrat, ou finit avant de commencer." },
  PLAN_COMPLET: { message: "Le plan compte déjà cinquante actions." },
  SANS_CONTRAT: {
    message: "Aucun contrat n’était signé à cette date : le non-respect d’un contrat ne peut pas être constaté.",
    source: "CASF L. 262-37",
  },
} as const;
