/** Refusals of exits and returns to work. docs/refus.md lists them. */
export const REFUS_SORTIE = {
  DUREE_SANS_OBJET: { message: "Un contrat à durée indéterminée n’a pas de durée : ne la donnez pas." },
  QUOTITE_INVALIDE: { message: "La quotité est une part d’un temps plein, au-dessus de 0 et jusqu’à 1." },
  REPRISE_INTROUVABLE: { message: "Aucune reprise d’emploi à lire ne porte cet identifiant." },
  REPRISE_TERMINEE: { message: "Ce qui est enregistré de cette reprise d’emploi dit le contraire : sa fin, ou une présence constatée." },
  SIX_MOIS_NON_ECOULES: { message: "La présence se constate six mois après le premier jour, au plus tôt." },
  SORTIE_ANNULEE: { message: "Cette sortie est déjà annulée." },
  SORTIE_DEJA_DECLAREE: { message: "La sortie de cette entrée est déjà déclarée." },
  SORTIE_INTROUVABLE: { message: "Aucune sortie à lire ne porte cet identifiant." },
  SORTIE_SUIVIE: { message: "Une orientation, un contrat ou une entrée suit cette sortie : elle ne peut plus être annulée." },
} as const;
