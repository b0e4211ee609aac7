import type { Erreur } from "../echange/erreur-echange";
import { ErreurFranceTravail, SENS_DES_ERREURS, type SensDeLErreur } from "../france-travail/erreur-france-travail";

/** What stops a sending on our side: the same shape as the partner's errors. */
const SENS_DU_HUB = {
  IDENTIFIANT_MANQUANT: {
    reessayable: true,
    attente: "JOUR",
    message: "Le hub ne connaît ni le numéro France Travail de cette personne, ni son NIR avec sa date de naissance.",
    actionAgent: "Complétez l’identité de la personne, ou attendez le prochain flux CAF ou MSA : le hub réessaie chaque jour.",
  },
  DIVERGENCE: {
    reessayable: false,
    message: "France Travail dit autre chose que le hub sur ce fait.",
    actionAgent: "Consultez la divergence, qui montre les deux valeurs, et tranchez : l’envoi se rejoue ensuite.",
  },
  ENVOI_INCERTAIN: {
    reessayable: false,
    message: "Le hub ne sait pas si France Travail a appliqué l’envoi, et aucune API ne permet de le relire.",
    actionAgent: "Vérifiez chez France Travail. Si le fait n’y est pas, rejouez l’échange.",
  },
  NON_CONFIRME: {
    reessayable: true,
    message: "France Travail a accepté l’envoi mais ne le montre pas encore.",
    actionAgent: "Rien à faire : le hub relit, puis renvoie si rien n’apparaît.",
  },
  BASE_LEGALE_MANQUANTE: {
    reessayable: false,
    message: "Aucun champ de cet objet n’a de base légale dans le hub : rien n’est envoyé.",
    actionAgent: "Signalez-le à l’exploitant du hub.",
  },
  ERREUR_INTERNE: {
    reessayable: true,
    message: "Le hub n’a pas pu préparer ou faire cet envoi.",
    actionAgent: "Rien à faire : le hub réessaie. Si cela dure, signalez-le à l’exploitant du hub.",
  },
} as const satisfies Record<string, SensDeLErreur>;
export type CodeDuHub = keyof typeof SENS_DU_HUB;

/** A reason of ours not to send, thrown where a call would be made. */
export class EmpechementDEnvoi extends Error {
  constructor(readonly code: CodeDuHub) {
    super(SENS_DU_HUB[code].message);
    this.name = "EmpechementDEnvoi";
  }
}

/** The partner is not called for now: too many failures in a row, or its quota is reached. Nothing was sent. */
export class CircuitOuvert extends Error {
  constructor(readonly jusque: Date) {
    super(SENS_DES_ERREURS.INDISPONIBLE.message);
    this.name = "CircuitOuvert";
  }
}

export function erreurDuHub(code: CodeDuHub): Erreur {
  const { message, reessayable, actionAgent } = SENS_DU_HUB[code];
  return { code, message, reessayable, actionAgent };
}

/** What went wrong, for who waits, and whether the request may have been applied all the same. */
export interface Echec {
  erreur: Erreur;
  attente: "JOUR" | null;
  incertain: boolean;
  attendreSecondes: number | null;
}

/** Reads an exception of a call. Anything unknown is a fault of the hub, after which the partner is read before any new sending. */
export function echecDe(error: unknown): Echec {
  if (error instanceof ErreurFranceTravail) {
    const { message } = error;
    const { reessayable, actionAgent, attente }: SensDeLErreur = SENS_DES_ERREURS[error.code];
    const precise =
      error.codePartenaire === null || message.includes(error.codePartenaire)
        ? message
        : `${message} [${error.codePartenaire.slice(0, 60)}]`;
    const erreur = { code: error.code, message: precise, reessayable, actionAgent };
    return { erreur, attente: attente ?? null, incertain: error.incertain, attendreSecondes: error.attendreSecondes };
  }
  const code = error instanceof EmpechementDEnvoi ? error.code : "ERREUR_INTERNE";
  const sens: SensDeLErreur = SENS_DU_HUB[code];
  return { erreur: erreurDuHub(code), attente: sens.attente ?? null, incertain: code === "ERREUR_INTERNE", attendreSecondes: null };
}
