/** Refusals of rapprochements, merges and separations. docs/refus.md lists them. */
export const REFUS_IDENTITE = {
  CANDIDAT_INCONNU: { message: "Cette personne n’est pas une des candidates du rapprochement : choisissez parmi `candidats`, ou aucune." },
  FUSION_IMPOSSIBLE: {
    message: "Un organisme payeur les a nommées ensemble dans un même foyer : ce sont deux personnes. Rien n’a été réuni.",
  },
  FUSION_INTROUVABLE: { message: "Aucune fusion à lire ne porte cet identifiant." },
  FUSION_DEJA_SEPAREE: { message: "Ces deux personnes sont déjà séparées." },
  FUSION_SUIVIE: { message: "Une autre fusion a suivi sur la même personne : séparez-la d’abord." },
  MEME_PERSONNE: { message: "Ces deux identifiants sont déjà ceux d’une seule personne." },
  RAPPROCHEMENT_DEJA_TRANCHE: { message: "Ce rapprochement est déjà tranché." },
  RAPPROCHEMENT_INTROUVABLE: { message: "Aucun rapprochement à lire ne porte cet identifiant." },
} as const;
