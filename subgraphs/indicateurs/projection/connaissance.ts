import { civilDateOf } from "../../shared/civil-date";
import type { PublishedEvent } from "../../shared/event-follower";

/** Events that the hub learned on one civil day of Paris. */
export interface JourDeFaits {
  jour: string;
  events: PublishedEvent[];
}

/** Splits events by the day when the hub learned them. Days never go back along positions: what is read after is known after.
 * @param dernier last day of what was read before, or null. */
export function parJour(events: readonly PublishedEvent[], dernier: string | null): JourDeFaits[] {
  const jours: JourDeFaits[] = [];
  let courant = dernier;
  for (const event of events) {
    const dit = civilDateOf(event.survenuLe);
    const jour = courant !== null && courant > dit ? courant : dit;
    const ouvert = jours.at(-1);
    if (ouvert?.jour === jour) ouvert.events.push(event);
    else jours.push({ jour, events: [event] });
    courant = jour;
  }
  return jours;
}
