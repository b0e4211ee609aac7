/** Refusals of contracts. docs/refus.md lists them. */
export const REFUS_CONTRAT = {
  CONTRAT_EN_COURS: {
    message:
      "Un contrat est déjà en cours : il doit être arrivé à son terme avant d’en signer un autre. Seul un contrat d’orientation de trois mois cède la place.",
  },
  CONTRAT_INTROUVABLE: { message: "Ce contrat n’est pas un contrat de cette personne." },
  HEURES_INVALIDES: { message: "Les heures d’activité vont de 0 à 35 par semaine." },
  MOTIF_MODULATION_ABSENT: {
    message: "Une exemption, ou moins de quinze heures par semaine, demande un motif de modulation.",
    source: "Code du travail L. 5411-6",
  },
  SANS_CONTRAT: { message: "Aucun contrat n’existe : le non-respect d’un contrat ne peut pas être constaté.", source: "CASF L. 262-37" },
} as const;
