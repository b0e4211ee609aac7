import type { Clock } from "../../../shared/clock";
import type { Transaction } from "../../../shared/database";
import type { IssueMessage, MessageRecu } from "../message-recu";
import type { Reception, Traitement } from "../recevoir";
import type { ActiviteRecue } from "./activite";

export interface OutilsDesActivites {
  reception: Reception;
  activites: { noter(tx: Transaction, departement: string, activite: string, issue: IssueMessage, le: Date): Promise<unknown> };
  clock: Clock;
}

type Appliquer = (activite: ActiviteRecue) => Promise<Traitement>;

/** Treats one activity: its exchange and what it became are one transaction. */
export const traiterUne = async (
  { reception, activites, clock }: OutilsDesActivites,
  activite: ActiviteRecue,
  message: MessageRecu,
  appliquer: Appliquer,
): Promise<void> =>
  void (await reception.traiter(
    message,
    () => appliquer(activite),
    (tx, issue) => activites.noter(tx, message.departement, activite.id, issue, clock.now()),
  ));

/** Treats those that are still to be treated, one by one. */
export async function traiterChacune(
  outils: OutilsDesActivites,
  activites: readonly ActiviteRecue[],
  messageDe: (activite: ActiviteRecue) => MessageRecu,
  appliquer: Appliquer,
): Promise<void> {
  const messages = activites.map((activite) => ({ ...messageDe(activite), activite }));
  for (const { activite, ...message } of await outils.reception.aTraiter(messages)) {
    // Said once; the activity is tried again when its person is known.
    if (activite.allocataire === null && activite.erreurCode === "PERSONNE_INCONNUE") continue;
    await traiterUne(outils, activite, message, appliquer);
  }
}
