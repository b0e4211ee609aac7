import type { Lecture, Message } from "../objet-sortant";
import type { FaitSanction, LireSanctions } from "./fait-sanction";

/** Reads the sanctions that messages of one département name (`donnees.sanction`), in one statement, and judges each. Keyed by exchange; one that its
 * owner no longer has is missing. */
export async function lireParMessage<F>(
  messages: readonly Message[],
  lire: LireSanctions,
  juger: (message: Message, fait: FaitSanction) => Lecture<F>,
): Promise<Map<string, Lecture<F>>> {
  const lues = new Map<string, Lecture<F>>();
  for (const departement of new Set(messages.map((m) => m.departement))) {
    const siens = messages.filter((m) => m.departement === departement);
    const faits = await lire(departement, [...new Set(siens.map(sanctionDe))]);
    for (const message of siens) {
      const fait = faits.get(sanctionDe(message));
      if (fait) lues.set(message.echange, juger(message, fait));
    }
  }
  return lues;
}

export const sanctionDe = ({ donnees, fait }: Pick<Message, "donnees" | "fait">): string => String(donnees.sanction ?? fait);
