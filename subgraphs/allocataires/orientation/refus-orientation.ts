/** Refusals of orientations. docs/refus.md lists them. */
export const REFUS_ORIENTATION = {
  COMPETENCE_FRANCE_TRAVAIL: {
    message: "Six semaines ont passé depuis la notification ou le transfert du droit : la décision d’orientation revient à France Travail.",
    source: "CASF D. 262-65-2",
  },
  DECISION_ANTIDATEE: {
    message:
      "Les six semaines sont passées, et la décision est datée de plus de quinze jours : joignez-en la preuve par le fichier du Département, ou passez par France Travail.",
    source: "CASF D. 262-65-2",
  },
  DELEGATION_ABSENTE: {
    message: "France Travail n’oriente que par délégation du Département, ou quand six semaines ont passé : transmettez au Département.",
    source: "CASF L. 262-29, D. 262-65-2",
  },
  DELEGATION_REORIENTATION_ABSENTE: {
    message: "France Travail ne statue sur une réorientation que par délégation du Département : transmettez-la au Département.",
    source: "CASF L. 262-29, L. 262-31",
  },
  DEMANDE_EN_COURS: { message: "Une demande d’orientation attend déjà une décision pour cette personne." },
  MEME_PARCOURS: {
    message: "La personne suit déjà ce parcours avec cet organisme : changer de référent ne demande pas de réorientation.",
  },
  MOTIF_ECART_INSUFFISANT: {
    message: "La décision s’écarte de ce que préconise l’aide : dites pourquoi, en dix caractères au moins.",
    source: "CASF L. 262-29",
  },
  ORGANISME_A_CHOISIR: {
    message: "L’organisme actuel ne suit personne dans ce parcours : donnez l’organisme référent.",
  },
  ORGANISME_INADAPTE: {
    message: "Un organisme payeur ne peut pas être l’organisme référent : choisissez un organisme du réseau pour l’emploi.",
  },
  ORGANISME_INCONNU: { message: "Cet organisme n’est pas connu dans le département de la personne." },
  ORIENTATION_CLOSE: { message: "Cette orientation est close : elle ne se modifie plus." },
  ORIENTATION_DEJA_DECIDEE: {
    message: "Une orientation est déjà décidée pour cette personne : proposez une réorientation.",
    source: "CASF L. 262-31",
  },
  ORIGINE_INADAPTEE: {
    message:
      "Une demande s’enregistre pour une inscription à France Travail ou un transfert : les flux font les leurs, et une réorientation se propose.",
  },
  ORIENTATION_INTROUVABLE: { message: "Aucune orientation à lire ne porte cet identifiant." },
  PARCOURS_INCONNU: { message: "Ce parcours n’est pas un parcours local du département de la personne." },
  REFERENT_HORS_ORGANISME: { message: "Ce référent ne travaille pas pour l’organisme de l’orientation." },
  REFERENT_INCONNU: { message: "Ce référent n’est pas connu dans le département de la personne." },
  REORIENTATION_EN_COURS: {
    message: "Une réorientation est déjà à l’étude pour cette personne : l’instance doit d’abord statuer.",
    source: "CASF L. 262-31",
  },
  REORIENTATION_NON_A_L_ETUDE: { message: "Cette orientation n’est pas une réorientation à l’étude : il n’y a rien à statuer." },
  SANS_ORIENTATION: { message: "La personne n’a pas d’orientation en cours : décidez d’abord l’orientation." },
} as const;
