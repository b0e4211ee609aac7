/** Refusals of what a person asks of her data. docs/refus.md lists them. */
export const REFUS_DROITS = {
  CHAMP_HORS_DONNEE: { message: "Un des champs contestés n’est pas de cette donnée : la documentation les liste." },
  DEMANDE_DEJA_STATUEE: {
    message: "La demande n’attend plus cette décision : relisez-la, elle a déjà eu sa réponse, ou n’est pas encore acceptée.",
  },
  DEMANDE_FINALITE: {
    message: "La réponse à une demande de la personne demande un jeton délivré pour l’exercice de ses droits.",
    source: "RGPD, article 12",
  },
  DEMANDE_INTROUVABLE: { message: "Aucune demande lisible ne porte cet identifiant." },
  DEMANDE_SANS_LEVEE: { message: "Seules une opposition et une limitation acceptées se lèvent." },
  DEMANDE_TROP_ANCIENNE: { message: "La demande est datée de plus d’un an : vérifiez la date." },
  DONNEE_A_DIRE: { message: "La demande porte sur une donnée : dites laquelle." },
  EFFACEMENT_A_FAIRE: {
    message: "Un effacement s’accepte en le faisant : effacerAllocataire efface la personne, et sa demande avec elle.",
    source: "RGPD, article 17",
  },
  LIMITATION_SANS_OBJET: {
    message: "Cette donnée fonde le droit ou une procédure : elle se conteste et se rectifie, elle ne cesse pas d’être servie.",
    source: "RGPD, article 18, 2",
  },
  TRAITEMENT_A_DIRE: { message: "Une opposition dit à quels traitements." },
  TRAITEMENT_NON_OPPOSABLE: {
    message: "Ce traitement est une obligation légale du Département : la personne ne peut pas s’y opposer, expliquez-lui pourquoi.",
    source: "RGPD, articles 6, 1, c et 21, 1",
  },
  VALEUR_A_DIRE: { message: "Une rectification dit ce qui est vrai : donnez la valeur, ou des précisions." },
} as const;
