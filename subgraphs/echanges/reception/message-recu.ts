import { createHash } from "node:crypto";
import type { Transaction } from "../../shared/database";
import type { Erreur } from "../echange/erreur-echange";
import { type CodeFranceTravail, SENS_DES_ERREURS } from "../france-travail/erreur-france-travail";

/** Something that France Travail said, once. */
export interface MessageRecu {
  departement: string;
  /** Code of interoperabilite.csv. */
  objet: string;
  allocataire: string | null;
  /** What identifies it at France Travail: ids, codes and dates. The same key is the same message. */
  cle: string;
  identifiantPartenaire?: string | null;
  /** Name of the reading that received it, and that replays it. */
  lecture: string;
  recuLe: Date;
}

/** What the hub did of it. `fait`: id of the fact at its owner. */
export type IssueMessage =
  | { statut: "TRAITE"; fait: string | null }
  | { statut: "IGNORE"; raison: string }
  | { statut: "REJETE"; code: string; message: string };

/** An exchange already known of a message. */
export interface MessageConnu {
  id: string;
  statut: "TRAITE" | "IGNORE" | "REJETE";
  code: string | null;
  /** Somebody asked to replay it. */
  demande: boolean;
}

/** What is written with the exchange, in its transaction. */
export type Ensuite = (tx: Transaction, issue: IssueMessage) => Promise<unknown>;

/** The id that stands for the event of the journal: the same message, read twice, is one exchange. A UUID made of a digest (RFC 9562, version 8). */
export function evenementDuMessage({ departement, objet, cle }: Pick<MessageRecu, "departement" | "objet" | "cle">): string {
  const hex = createHash("sha256").update(`france-travail ${departement} ${objet} ${cle}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What the agent can do, by code of refusal. The others: correct, then replay. */
const ACTIONS: Readonly<Record<string, string>> = {
  PERSONNE_INCONNUE:
    "Rien à faire si la personne vient d’arriver : le hub réessaie à chaque lecture. Sinon, renseignez son numéro France Travail.",
  DELEGATION_ABSENTE:
    "Vérifiez la convention de délégation de l’orientation : enregistrez-la et rejouez l’échange, ou décidez vous-même et tranchez la divergence.",
  COMPETENCE_FRANCE_TRAVAIL: "Rapprochez-vous de France Travail : la décision lui revient après six semaines.",
  ORIENTATION_DEJA_DECIDEE: "Comparez les deux orientations, et tranchez la divergence.",
  SORTIE_DEJA_DECLAREE: "Rien à faire : la sortie de la personne est déjà enregistrée.",
  PARCOURS_INCONNU: "Ajoutez au département un parcours local de cette catégorie, puis rejouez l’échange.",
  ORGANISME_INCONNU: "Importez l’organisme que France Travail désigne, puis rejouez l’échange.",
  PRESENCE_DIFFERENTE: "Comparez les deux présences, et tranchez la divergence.",
  SANS_ORIENTATION: "Orientez la personne : le hub réessaie à chaque lecture.",
  DATE_FUTURE: "Attendez ce jour, puis rejouez l’échange.",
  // Sanctions: what stands in the hub is not corrected so that a proposal may pass.
  RENDEZ_VOUS_SANS_ABSENCE:
    "Dites à France Travail que l’absence est excusée ou n’a pas eu lieu, et refusez-lui la saisie avant son délai.",
  MOTIF_LEGITIME: "Dites à France Travail qu’un motif légitime est reconnu, et refusez-lui la saisie avant son délai.",
  NON_SOUMISE: "Dites à France Travail que la personne n’est pas soumise aux droits et devoirs, et refusez-lui la saisie avant son délai.",
  CONVOCATION_NON_REMISE:
    "Si la convocation a été remise, faites-le dire par l’outil de rendez-vous, puis rejouez l’échange. Sinon, refusez la saisie à France Travail avant son délai.",
  NATURE_INDETERMINEE:
    "Demandez à France Travail de quel manquement il s’agit avant la fin du délai, et signalez le code à l’exploitant du hub.",
  DECISION_INCONNUE: "Une décision a été saisie chez France Travail : enregistrez-la dans le hub, ou faites-la annuler.",
  INSTRUCTION_COMMENCEE: "France Travail a décidé d’une proposition que le Département instruit : demandez-lui de l’annuler.",
};
const PUIS_REJOUER = "Corrigez la cause dans le hub, puis rejouez l’échange.";

/** Codes that another reading may lift, without anybody: the message is tried again each time it is read. */
const ATTENTE: readonly string[] = ["PERSONNE_INCONNUE", "SANS_ORIENTATION"];
export const seReessaieSeul = (code: string): boolean => ATTENTE.includes(code);

/** The error that the exchange shows. */
export function erreurDeReception(code: string, message: string): Erreur {
  const connue = SENS_DES_ERREURS[code as CodeFranceTravail];
  return {
    code,
    message,
    reessayable: connue?.reessayable ?? seReessaieSeul(code),
    actionAgent: ACTIONS[code] ?? connue?.actionAgent ?? PUIS_REJOUER,
  };
}
