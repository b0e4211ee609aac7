import type { Statut } from "../echange/echange";
import type { Erreur } from "../echange/erreur-echange";
import type { Message, Relecture } from "./objet-sortant";

/** An exchange that a worker took from the queue, with what earlier sendings of the same fact left. */
export interface EnvoiEnFile extends Message {
  statut: "A_ENVOYER" | "ENVOYE" | "A_CONFIRMER";
  relectures: number;
  premierEssaiLe: Date | null;
  envoyeLe: Date | null;
  /** SHA-256 (hexadecimal) of what this exchange sent last; of what the partner confirmed last of the same fact, if nothing was sent since. */
  empreinte: string | null;
  confirmee: string | null;
}

/** What becomes of an exchange after a worker dealt with it. */
export interface Suite {
  statut: Statut;
  prochainEssai: Date | null;
  erreur: Erreur | null;
  /** Why it is IGNORE, or why an acceptance is enough. */
  raison: string | null;
  traiteLe: Date | null;
  identifiant: string | null;
  /** The partner no longer knows this id: kept among the earlier ones. */
  identifiantPerdu: string | null;
  relectures: number;
  /** The try that was counted did not take place. */
  essaiAnnule: boolean;
  ecarts: Extract<Relecture, { etat: "DIFFERENT" }>["ecarts"];
}

/** What is about to leave, as the queue writes it before the call. */
export interface Depart {
  echange: string;
  objet: string;
  allocataire: string | null;
  empreinte: string;
  /** Paths that leave, for the register of consultations. */
  champs: string[];
}

/** The queue of one département. Every write is refused (false) to a worker whose lease passed to another. */
export interface FileDEnvoi {
  /** Takes the heads of the lines that are due. */
  reserver(options: {
    maintenant: Date;
    jusque: Date;
    bail: string;
    /** Objects that the hub can send; those worth taking now. */
    possibles: readonly string[];
    objets: readonly string[];
    limite: number;
  }): Promise<EnvoiEnFile[]>;
  /** Says ENVOYE, counts the try and writes the register, before the calls. */
  marquer(departs: readonly Depart[], bail: string, maintenant: Date, jusque: Date): Promise<boolean[]>;
  conclure(conclusions: readonly { envoi: EnvoiEnFile; suite: Suite }[], bail: string, maintenant: Date): Promise<boolean[]>;
  /** Gives back at once what was taken and has not left; what left keeps its lease until it is concluded or read back. */
  rendre(bail: string, maintenant: Date): Promise<void>;
  /** When the head of a line is due next, by object. */
  prochains(objets: readonly string[], maintenant: Date): Promise<{ objet: string; le: Date }[]>;
  /** Facts before that instant are not told. Returns how many. */
  ignorerAvant(instant: Date, raison: string, maintenant: Date): Promise<number>;
}
