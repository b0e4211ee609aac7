/** Refusals of orientations and portfolios. docs/refus.md lists them. */
export const REFUS_ORIENTATION = {
  DEJA_INTERVENANT: { message: "Ce professionnel intervient déjà avec ce rôle pour cette orientation." },
  DELEGATION_ABSENTE: {
    message:
      "France Travail n’oriente ici que par délégation du Département, et aucune délégation n’est enregistrée : transmettez au Département.",
    source: "CASF L. 262-29, D. 262-65-2",
  },
  MEME_ORGANISME: { message: "L’organisme d’arrivée est celui de départ." },
  ORGANISME_INADAPTE: {
    message: "Un organisme payeur ne peut pas être l’organisme référent : choisissez un organisme du réseau pour l’emploi.",
  },
  ORGANISME_INCONNU: { message: "Cet organisme n’est pas connu dans le département de la personne." },
  ORIENTATION_CLOSE: { message: "Cette orientation est close : elle ne se modifie plus." },
  ORIENTATION_DEJA_DECIDEE: {
    message: "Une orientation est déjà décidée pour cette personne : proposez une réorientation.",
    source: "CASF L. 262-31",
  },
  ORIENTATION_INTROUVABLE: { message: "Aucune orientation à lire ne porte cet identifiant." },
  PARCOURS_INCONNU: { message: "Ce parcours n’est pas un parcours local du département de la personne." },
  REFERENT_HORS_ORGANISME: { message: "Ce référent ne travaille pas pour l’organisme de l’orientation." },
  REFERENT_INCONNU: { message: "Ce référent n’est pas connu dans le département de la personne." },
  SANS_ORIENTATION: { message: "La personne n’a pas d’orientation en cours : décidez d’abord l’orientation." },
} as const;
