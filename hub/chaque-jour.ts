import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";

const TOUR_MS = 600_000;

/** A round every ten minutes, the first of each day told so. Never dies: a failure is logged and tried again. */
export function chaqueJour(
  { clock, log }: { clock: Clock; log: Log },
  panne: string,
  tour: (premierDuJour: boolean) => Promise<unknown>,
): { stop(): Promise<void> } {
  const arret = new AbortController();
  let fait = "";
  const un = async () => {
    const jour = civilDateOf(clock.now());
    await tour(fait !== jour);
    fait = jour;
  };
  const suivi = (async () => {
    while (!arret.signal.aborted) {
      await un().catch((error) => log.warn({ err: error as Error }, panne));
      await clock.wait(TOUR_MS, arret.signal);
    }
  })();
  return {
    stop: async () => {
      arret.abort();
      await suivi;
    },
  };
}
