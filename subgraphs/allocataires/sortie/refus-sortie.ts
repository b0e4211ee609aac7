/** Refusals of exits and returns to work. docs/refus.md lists them. */
export const REFUS_SORTIE = {
  QUOTITE_INVALIDE: { message: "La quotité est une part d’un temps plein, au-dessus de 0 et jusqu’à 1." },
  SORTIE_DEJA_DECLAREE: { message: "La sortie de cette entrée est déjà déclarée." },
} as const;
