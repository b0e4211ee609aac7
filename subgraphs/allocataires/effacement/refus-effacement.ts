/** Refusals of an erasure. docs/refus.md lists them. */
export const REFUS_EFFACEMENT = {
  EFFACEMENT_DROITS_OUVERTS: {
    message:
      "La personne est dans un dossier ouvert ou en attente : ses données servent encore à la gestion du droit, elles ne s’effacent pas.",
    source: "RGPD, article 17, 3, b",
  },
  EFFACEMENT_FINALITE: {
    message: "Une personne ne s’efface qu’avec un jeton délivré pour l’exercice de ses droits.",
    source: "RGPD, article 17",
  },
  EFFACEMENT_MOTIF: { message: "Ce motif est celui de la purge : donnez la demande de la personne, ou une collecte erronée." },
} as const;
