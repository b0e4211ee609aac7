/** Refusals of what a person or a professional declares. docs/refus.md lists them. */
export const REFUS_PROVENANCE = {
  ADRESSE_INVALIDE: {
    message:
      "L’adresse est incomplète ou mal écrite : une voie, un code postal de cinq chiffres, le nom d’une commune et son code INSEE sont attendus.",
  },
  COURRIEL_INVALIDE: { message: "Ce n’est pas une adresse de courriel : vérifiez-la avec la personne." },
  DONNEE_LIMITEE: {
    message: "La personne a fait limiter cette donnée : elle seule peut en dire une autre (parAllocataire).",
    source: "RGPD, article 18, 2",
  },
  DONNEE_CONTRADICTOIRE: { message: "La même donnée est donnée et retirée à la fois : choisissez." },
  DONNEE_MANQUANTE: { message: "Aucune donnée n’est donnée, ou elle est vide : donnez une valeur, ou retirez celle qui n’est plus vraie." },
  NOM_INVALIDE: {
    message:
      "Ce n’est pas un nom : de 1 à 100 caractères, des lettres latines (accents compris), espaces, traits d’union, apostrophes ou points.",
  },
  TELEPHONE_INVALIDE: {
    message: "Ce n’est pas un numéro de téléphone : dix chiffres en France, ou la forme internationale qui commence par +.",
  },
} as const;
