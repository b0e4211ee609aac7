/** Refusals of breaches and sanctions. docs/refus.md lists them. */
export const REFUS_SANCTION = {
  AVIS_DEJA_RENDU: { message: "L’équipe pluridisciplinaire a déjà rendu son avis sur cette procédure." },
  AVIS_EQUIPE_ABSENT: {
    message: "Une suppression se décide après l’avis de l’équipe pluridisciplinaire : il n’est pas enregistré.",
    source: "CASF L. 262-37, L. 262-39",
  },
  CONVOCATION_NON_REMISE: {
    message: "Rien ne montre que la personne a reçu une convocation à ce rendez-vous : son absence ne fonde aucun manquement.",
    source: "CASF L. 262-37",
  },
  DEBUT_INVALIDE: { message: "Le premier jour de la sanction suit la décision, d’un an au plus." },
  DELEGATION_EXISTANTE: { message: "Une délégation de cet organisme couvre déjà cette période." },
  DELEGATION_INTROUVABLE: { message: "Aucune délégation à lire ne porte cet identifiant." },
  DELEGATAIRE_PAYEUR: {
    message: "Un organisme payeur applique les sanctions : le hub n’enregistre pas de délégation pour qu’il en décide.",
    source: "CASF L. 262-37",
  },
  DELEGATION_SANS_OBJET: {
    message: "Cet organisme est un service du Département : il décide déjà au nom du président, sans délégation à enregistrer.",
    source: "CASF L. 262-37",
  },
  DELEGATION_SANCTION_ABSENTE: {
    message: "Le président du conseil départemental décide : aucune délégation écrite n’est enregistrée pour votre organisme à cette date.",
    source: "CASF L. 262-37",
  },
  DUREE_SANCTION_INVALIDE: {
    message: "La durée manque, ou dépasse celle du barème pour cette nature de sanction et ce rang.",
    source: "Décret 2025-478 (à confirmer)",
  },
  ETAPE_IMPOSSIBLE: { message: "L’étape où en est la procédure ne permet pas cet acte." },
  EXAMEN_CLOS: {
    message: "Un agent a examiné cette absence et clos l’examen : elle ne fonde aucun manquement.",
    source: "CASF L. 262-37",
  },
  IDENTIFIANT_PARTENAIRE_PRIS: {
    message: "France Travail a déjà donné cet identifiant à un autre manquement ou à une autre personne : rien n’est enregistré.",
  },
  INSTRUCTION_COMMENCEE: {
    message:
      "Le Département instruit déjà cette proposition, ou l’a décidée : une décision de France Travail la contredit, un agent l’examine.",
    source: "CASF L. 262-37",
  },
  MANQUEMENT_INTROUVABLE: { message: "Aucun manquement à lire ne porte cet identifiant." },
  MOTIF_LEGITIME: {
    message:
      "Un motif légitime est reconnu pour ce manquement : il ne fonde aucune sanction, et une procédure ouverte ne peut être que refusée.",
    source: "CASF L. 262-37",
  },
  NON_SOUMISE: {
    message:
      "La personne n’est pas soumise aux droits et devoirs, au jour du fait ou de l’acte, ou sa sortie est déclarée : ni manquement ni sanction.",
    source: "CASF L. 262-28",
  },
  OBSERVATIONS_NON_ECHUES: {
    message: "La personne doit avoir été informée, et avoir présenté ses observations ou laissé passer son délai, à la date donnée.",
    source: "CASF L. 262-37",
  },
  PROCEDURE_EXISTANTE: {
    message: "Une procédure existe déjà pour ce manquement, ou pour la même absence : un fait ne fonde pas deux sanctions.",
  },
  QUOTITE_FOYER: {
    message: "La quotité dépasse le plafond d’un foyer de plus d’une personne, ou dont la composition n’est pas connue.",
    source: "CASF R. 262-68-6",
  },
  QUOTITE_SANCTION_INVALIDE: { message: "La quotité manque, ou sort du barème.", source: "Décret 2025-478 (à confirmer)" },
  RENDEZ_VOUS_INTROUVABLE: { message: "Ce rendez-vous n’est pas un rendez-vous de cette personne." },
  RENDEZ_VOUS_SANS_ABSENCE: { message: "Ce rendez-vous n’a pas été manqué : seule une absence sans excuse peut fonder un manquement." },
  SANCTION_EN_COURS: { message: "Une autre sanction court à cette période : deux sanctions ne se cumulent pas." },
  SANCTION_INTROUVABLE: { message: "Aucune procédure à lire ne porte cet identifiant." },
  SANCTION_TERMINEE: { message: "La sanction était terminée à cette date : il n’y a rien à lever." },
  SANS_PROPOSITION_DE_CONTRAT: {
    message: "Aucun contrat n’a été proposé, signé ni refusé : le refus d’en élaborer un ne peut pas être constaté.",
    source: "CASF L. 262-37",
  },
  SUPPRESSION_SANS_FONDEMENT: {
    message: "Une suppression demande un refus de contrôle, ou une suspension décidée avant ce manquement (persistance ou réitération).",
    source: "CASF L. 262-37",
  },
} as const;
