/** Refusals of acts on who a person is. docs/refus.md lists them. */
export const REFUS_PERSONNE = {
  ALLOCATAIRE_INTROUVABLE: { message: "Aucune personne à lire ne porte cet identifiant : vérifiez-le, et votre périmètre." },
} as const;
