import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import type { Clock } from "../../shared/clock";
import type { Log } from "../../shared/log";
import { allOrNothing } from "../../shared/owner";
import { startPeriodicWork } from "../../shared/periodic-work";
import { ouvrirExercice, suivreValidite } from "./exercice.repository";

const TOUTES_LES_MS = 10 * 60_000;

/** What the passing of days changes in the offers of the Départements: the year that opens, the validity that begins or ends. Returns how many changed. */
export const passerLeJour = (client: pg.ClientBase, maintenant: Date): Promise<number> =>
  allOrNothing(client, async () => {
    const jour = civilDateOf(maintenant);
    const ouverts = await ouvrirExercice(client, Number(jour.slice(0, 4)), maintenant);
    return ouverts + (await suivreValidite(client, jour, maintenant));
  });

/** Does it every ten minutes, until it is stopped. A prescription checks the validity of its day by itself. */
export const suivrePdie = (url: string, log: Log, clock: Clock) =>
  startPeriodicWork({ url, name: "pdie", log, everyMs: TOUTES_LES_MS, work: (client) => passerLeJour(client, clock.now()) });
