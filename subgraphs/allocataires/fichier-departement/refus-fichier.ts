/** Refusals of the identifiers that the software of a Département gives. docs/refus.md lists them. */
export const REFUS_FICHIER = {
  IDENTIFIANT_INVALIDE: {
    message: "L’identifiant compte de 1 à 80 caractères, sans blanc : lettres, chiffres, tiret, point, barre et souligné.",
  },
  IDENTIFIANT_DEJA_DONNE: {
    message: "Cet identifiant désigne déjà une autre personne du département : vérifiez-le, ou signalez un doublon.",
  },
} as const;
