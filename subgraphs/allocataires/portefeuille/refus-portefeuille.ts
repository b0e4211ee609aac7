/** Refusals of acts on who follows whom. docs/refus.md lists them. */
export const REFUS_PORTEFEUILLE = {
  DEJA_INTERVENANT: { message: "Ce professionnel intervient déjà avec ce rôle pour cette orientation." },
  FIN_MANQUANTE: { message: "Un remplacement a un dernier jour : donnez-le." },
  INTERVENTION_INTROUVABLE: { message: "Ce professionnel n’intervient pas avec ce rôle pour cette orientation à cette date." },
  MAXIMUM_INVALIDE: { message: "Un maximum est un nombre entier de personnes, de 1 à 1 000." },
  MEME_ORGANISME: { message: "L’organisme d’arrivée est celui de départ." },
  MEME_REFERENT: { message: "Un professionnel ne se remplace pas lui-même." },
  REFERENT_ABSENT: { message: "Ce professionnel n’exerce pas dans son organisme à cette date : il n’y est pas encore, ou il l’a quitté." },
  REMPLACANT_HORS_ORGANISME: { message: "Ce professionnel ne travaille pas pour l’organisme de celui qu’il remplacerait." },
  REMPLACEMENT_EXISTANT: { message: "Ce professionnel remplace déjà ce référent sur une partie de ces dates." },
  TRANSFERT_INTROUVABLE: {
    message: "Ce transfert n’est pas un transfert de l’organisme d’arrivée vers l’organisme de départ : il ne peut pas être défait ainsi.",
  },
} as const;
