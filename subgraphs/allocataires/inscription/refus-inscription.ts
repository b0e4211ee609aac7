/** Refusals of what France Travail says of a registration. docs/refus.md lists them. */
export const REFUS_INSCRIPTION = {
  NUMERO_FRANCE_TRAVAIL_INVALIDE: {
    message: "Un numéro France Travail compte onze caractères : dix chiffres, puis un chiffre ou une lettre.",
  },
} as const;
