import type { IssueActe } from "./fait-recu";
import { type Ensuite, evenementDuMessage, type IssueMessage, type MessageConnu, type MessageRecu, seReessaieSeul } from "./message-recu";

export interface Messages {
  connus(messages: readonly MessageRecu[]): Promise<Map<string, MessageConnu>>;
  noter(message: MessageRecu, issue: IssueMessage, ensuite?: Ensuite): Promise<string>;
}

/** Applied, or why nothing is. */
export type Traitement = IssueActe | { ignore: string };

/** What the hub did of a message now, and its exchange. */
export type Recu = IssueMessage & { echange: string };

const issueDe = (traitement: Traitement): IssueMessage =>
  "ignore" in traitement
    ? { statut: "IGNORE", raison: traitement.ignore }
    : traitement.applique
      ? { statut: "TRAITE", fait: traitement.resultat }
      : { statut: "REJETE", code: traitement.code, message: traitement.message };

/** What France Travail says enters the hub once: a message settled is not looked at again, a rejected one waits for somebody to ask for it
 * (`rejouerEchange`), and one whose person is not known yet is tried at each reading. */
export class Reception {
  /** @param onIssue told of each message written, by object and status. */
  constructor(
    private readonly messages: Messages,
    private readonly onIssue?: (objet: string, statut: string) => void,
  ) {}

  /** The messages that are still to be treated. One statement for all. */
  async aTraiter<M extends MessageRecu>(messages: readonly M[]): Promise<M[]> {
    const connus = await this.messages.connus(messages);
    return messages.filter((message) => {
      const connu = connus.get(evenementDuMessage(message));
      return !connu || !estRegle(connu);
    });
  }

  /** Treats one message, and writes what came of it; null when it had been settled before. `traiter` throws what is nobody's refusal (a base or a partner away): nothing is then written. */
  async recevoir(message: MessageRecu, traiter: () => Promise<Traitement>): Promise<Recu | null> {
    const [aTraiter] = await this.aTraiter([message]);
    if (!aTraiter) return null;
    return this.traiter(message, traiter);
  }

  /** The same for one that `aTraiter` gave, or that somebody asked to replay. */
  async traiter(message: MessageRecu, traiter: () => Promise<Traitement>, ensuite?: Ensuite): Promise<Recu> {
    const issue = issueDe(await traiter());
    const echange = await this.messages.noter(message, issue, ensuite);
    this.onIssue?.(message.objet, issue.statut);
    return { ...issue, echange };
  }
}

const estRegle = ({ statut, code, demande }: MessageConnu): boolean =>
  statut !== "REJETE" || (!demande && !(code !== null && seReessaieSeul(code)));
