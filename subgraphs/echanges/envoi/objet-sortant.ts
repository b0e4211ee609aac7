import type { AgentAppelant, FranceTravail, Usager } from "../france-travail/api";

/** An exchange to send, as its queue knows it: ids, codes and counters, no datum of the person. */
export interface Message {
  /** Id of the exchange; it is also the key of ours that makes a sending happen once. */
  echange: string;
  departement: string;
  /** Code of interoperabilite.csv. */
  objet: string;
  allocataire: string | null;
  /** Type of the event that tells the fact, and when it happened. */
  evenement: string;
  survenuLe: Date;
  /** Id of the fact at its owner (orientation, contrat, rendez-vous, sanction…). */
  fait: string | null;
  /** Data of the event (schema/evenements/). */
  donnees: Record<string, unknown>;
  /** Id that the partner gave to the same fact of the same person, by this exchange or an earlier one (RDV_POSITIONNE and RDV_PRESENCE share it). */
  identifiantPartenaire: string | null;
  /** Tries already made. */
  tentatives: number;
}

/** What the owner says of the fact now. `SANS_OBJET`: nothing to tell any more, or the partner said it itself; the exchange is IGNORE, with the reason. */
export type Lecture<F> = { etat: "A_DIRE"; fait: F } | { etat: "SANS_OBJET"; raison: string };

/** What the partner shows when it is read.
 * `ABSENT`: nothing there of what this message tells (what an earlier message told may still stand).
 * `DIFFERENT`: the partner says something else, that we never told; shown as a divergence, unless our fact is newer than `modifieLe`.
 * `SANS_OBJET`: what it shows leaves nothing to tell (a refusal of a contract that it does not have): the exchange is IGNORE, with the reason.
 * `ILLISIBLE`: no API reads it. */
export type Relecture =
  | { etat: "CONFORME"; identifiant?: string | null }
  | { etat: "ABSENT" }
  | {
      etat: "DIFFERENT";
      ecarts: { champ: string; valeurHub: string | null; valeurPartenaire: string | null }[];
      /** When the partner changed it (instant or civil date), when it says so. */
      modifieLe?: string | null;
      identifiant?: string | null;
    }
  | { etat: "SANS_OBJET"; raison: string }
  | { etat: "ILLISIBLE" };

export interface Outils {
  api: FranceTravail;
  /** The person at France Travail; looked up once an exchange, then from the cache of tokens. */
  usager(): Promise<Usager>;
  agent: AgentAppelant;
  maintenant: Date;
}

/** How one object of the contract is sent and read back: one file each in envoi/objets/.
 * F: the fact as its owner gives it. C: the payload, in the partner's words. */
export interface ObjetSortant<F = any, C = any> {
  objet: string;
  /** Reads the fact at its owner, now. Several messages at a time: one statement. Keyed by `message.echange`; one that is missing no longer exists at its owner. */
  lire(messages: readonly Message[]): Promise<Map<string, Lecture<F>>>;
  /** Everything that would leave, before legal bases filter it. Pure. */
  corps(message: Message, fait: F): C;
  /** Sends what is left once the fields without a legal basis are taken out. Returns the partner's id when it gives one. */
  envoyer(message: Message, corps: C, outils: Outils): Promise<{ identifiant: string | null }>;
  /** Reads the partner. Called before any new sending of an uncertain one, and to confirm. */
  relire(message: Message, corps: C, outils: Outils): Promise<Relecture>;
}
