/** What can go wrong with the SI Plateforme, in the words of the hub: one code, whether to try again, what the agent should do. */
export const CODES_FRANCE_TRAVAIL = [
  "USAGER_INTROUVABLE",
  "USAGERS_MULTIPLES",
  "NON_RATTACHE",
  "ACCES_REFUSE",
  "DONNEE_INVALIDE",
  "ADRESSE_MANQUANTE",
  "ID_NON_RECONNU",
  "CONTRAT_SUSPENDU",
  "QUOTA",
  "INDISPONIBLE",
  "CONFIGURATION",
  "REPONSE_ILLISIBLE",
] as const;
export type CodeFranceTravail = (typeof CODES_FRANCE_TRAVAIL)[number];

/** What an error means for who waits. `attente`: the person or the partner must change first, a try a day is enough. */
export interface SensDeLErreur {
  reessayable: boolean;
  attente?: "JOUR";
  message: string;
  actionAgent: string;
}

export const SENS_DES_ERREURS: Readonly<Record<CodeFranceTravail, SensDeLErreur>> = {
  USAGER_INTROUVABLE: {
    reessayable: true,
    attente: "JOUR",
    message: "France Travail ne trouve aucun usager pour cette personne (S002).",
    actionAgent: "Vérifiez le NIR et la date de naissance, ou attendez l’inscription de la personne : le hub réessaie chaque jour.",
  },
  USAGERS_MULTIPLES: {
    reessayable: false,
    message: "France Travail trouve plusieurs usagers pour cette personne (S003).",
    actionAgent:
      "Demandez à France Travail de réunir ces dossiers, ou renseignez le numéro France Travail de la personne, puis rejouez l’échange.",
  },
  NON_RATTACHE: {
    reessayable: true,
    attente: "JOUR",
    message: "L’usager n’est pas rattaché à la structure du Département chez France Travail (R002).",
    actionAgent: "Faites rattacher la personne au Département par France Travail : le hub réessaie chaque jour.",
  },
  ACCES_REFUSE: {
    reessayable: false,
    message: "France Travail refuse l’accès à cette donnée (403).",
    actionAgent: "Faites vérifier par l’exploitant du hub l’habilitation du Département à cette API, puis rejouez l’échange.",
  },
  DONNEE_INVALIDE: {
    reessayable: false,
    message: "France Travail juge une donnée envoyée invalide.",
    actionAgent: "Corrigez la donnée signalée, puis rejouez l’échange.",
  },
  ADRESSE_MANQUANTE: {
    reessayable: false,
    message: "L’usager n’a pas d’adresse chez France Travail (R998).",
    actionAgent: "Faites compléter l’adresse de la personne chez France Travail, puis rejouez l’échange.",
  },
  ID_NON_RECONNU: {
    reessayable: true,
    message: "France Travail ne connaît plus l’identifiant de cet objet : deux dossiers ont pu y être réunis.",
    actionAgent: "Rien à faire : le hub recrée l’objet et garde l’ancien identifiant.",
  },
  CONTRAT_SUSPENDU: {
    reessayable: true,
    attente: "JOUR",
    message: "Le contrat d’engagement est suspendu chez France Travail, après une cessation d’inscription.",
    actionAgent: "Vérifiez l’inscription de la personne à France Travail : le hub réessaie chaque jour.",
  },
  QUOTA: {
    reessayable: true,
    message: "Le nombre d’appels permis par France Travail est atteint (429).",
    actionAgent: "Rien à faire : le hub reprend après le délai que France Travail indique.",
  },
  INDISPONIBLE: {
    reessayable: true,
    message: "France Travail ne répond pas, ou répond en erreur.",
    actionAgent: "Rien à faire : le hub réessaie. Si cela dure, consultez l’état des services de France Travail.",
  },
  CONFIGURATION: {
    reessayable: true,
    message: "France Travail n’accepte pas l’appel tel que le hub est réglé (jeton ou en-têtes).",
    actionAgent:
      "Faites vérifier par l’exploitant du hub les réglages FRANCE_TRAVAIL_* : le hub réessaie, et tout repart une fois corrigé.",
  },
  REPONSE_ILLISIBLE: {
    reessayable: true,
    message: "La réponse de France Travail est illisible (page HTML, corps coupé ou forme inconnue).",
    actionAgent: "Rien à faire : le hub relit chez France Travail avant de renvoyer. Si cela dure, signalez-le à l’exploitant du hub.",
  },
};

/** A call that did not give what it should. Never carries a value of a person, a token or a NIR. */
export class ErreurFranceTravail extends Error {
  constructor(
    readonly code: CodeFranceTravail,
    options: {
      /** Code of the partner (R064, ID_NON_RECONNU…), a code only. */
      codePartenaire?: string | null;
      /** HTTP status; null when there was no answer. */
      statut?: number | null;
      /** The request may have been applied: read back before sending again. */
      incertain?: boolean;
      /** Seconds that the partner asks to wait (Retry-After). */
      attendreSecondes?: number | null;
      /** A sentence of ours that says more, in French: never a text of the partner. */
      precision?: string;
    } = {},
  ) {
    super([SENS_DES_ERREURS[code].message, options.precision].filter(Boolean).join(" "));
    this.name = "ErreurFranceTravail";
    this.codePartenaire = options.codePartenaire ?? null;
    this.statut = options.statut ?? null;
    this.incertain = options.incertain ?? false;
    this.attendreSecondes = options.attendreSecondes ?? null;
  }
  readonly codePartenaire: string | null;
  readonly statut: number | null;
  readonly incertain: boolean;
  readonly attendreSecondes: number | null;
}
