import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { type RunningWork, startPeriodicWork } from "../subgraphs/shared/periodic-work";
import { FENETRE_MINUTES } from "../subgraphs/shared/veille/quota";

const EVERY_MS = 60_000;
const PERIMES = `with p as (delete from journal.personne_comptee where le <= $1), e as (delete from journal.echec_authentification where le <= $1)
  select 0 as nombre`;

/** Forgets who was counted more than an hour ago, and the refused tokens: a client that never comes back leaves nothing behind. */
export function suivreComptesPerimes(url: string, clock: Clock, log: Log): RunningWork {
  return startPeriodicWork({
    url,
    name: "comptes-perimes",
    log,
    everyMs: EVERY_MS,
    work: async (client) => {
      await client.query(PERIMES, [new Date(clock.now().getTime() - FENETRE_MINUTES * 60_000)]);
      return 0;
    },
  });
}
