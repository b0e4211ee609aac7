import type { Lecture, Message } from "./objet-sortant";

/** Reads facts at their owner: by département, all the ids at once. Whoever is not in the map does not exist any more. */
export type LireFaits<F> = (departement: string, ids: readonly string[]) => Promise<Map<string, F>>;

/** How an object is looked up, and why it would not be told. */
interface Regle<F> {
  /** What the fact is called at its owner; by default its id. */
  cle?: (message: Message) => string | null;
  /** Why there is nothing to tell, in French, or null. */
  sansObjet: (fait: F, message: Message) => string | null;
}

const DISPARU = "Le fait n’existe plus dans le hub.";
/** Echo: what France Travail told us is never told back to it. */
export const DEJA_CHEZ_FRANCE_TRAVAIL = "France Travail a dit ce fait au hub : il ne lui est pas redit.";

/** `lire` of an outbound object: one reading a département for all the messages, answers by id of the exchange. */
export function lireLesFaits<F>(lire: LireFaits<F>, { cle = (m) => m.fait, sansObjet }: Regle<F>) {
  return async (messages: readonly Message[]): Promise<Map<string, Lecture<F>>> => {
    const departements = [...new Set(messages.map((m) => m.departement))];
    const faits = new Map(
      await Promise.all(
        departements.map(async (departement) => {
          const ids = messages.filter((m) => m.departement === departement).flatMap((m) => cle(m) ?? []);
          return [departement, await lire(departement, [...new Set(ids)])] as const;
        }),
      ),
    );
    return new Map(messages.map((m) => [m.echange, lecture(faits.get(m.departement)!.get(cle(m) ?? ""), m)]));
  };

  function lecture(fait: F | undefined, message: Message): Lecture<F> {
    if (fait === undefined) return { etat: "SANS_OBJET", raison: DISPARU };
    const raison = sansObjet(fait, message);
    return raison === null ? { etat: "A_DIRE", fait } : { etat: "SANS_OBJET", raison };
  }
}
