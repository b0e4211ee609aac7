import { suivreContratsSuspendus } from "../subgraphs/allocataires/contrat/cloture.repository";
import { suivreEchanges } from "../subgraphs/echanges/echange/suivre-echanges";
import { suivreRegistre } from "../subgraphs/echanges/registre/registre";
import { suivreIndicateurs } from "../subgraphs/indicateurs/projection";
import { followErasures } from "../subgraphs/shared/erasure";
import type { Log } from "../subgraphs/shared/log";
import { startSequencer } from "../subgraphs/shared/sequencer";

/** The work that no request waits for: numbering events, indicators, exchanges, the register of consultations, erasures,
 * the contracts that a suspension of twelve months closes. */
export interface Worker {
  stop(): Promise<void>;
}

export function startWorker(databaseUrl: string, log: Log): Worker {
  const running = [
    startSequencer(databaseUrl, log),
    suivreIndicateurs(databaseUrl, log),
    suivreEchanges(databaseUrl, log),
    suivreRegistre(databaseUrl, log),
    suivreContratsSuspendus(databaseUrl, log),
    followErasures(databaseUrl, log, "rendez_vous"),
    followErasures(databaseUrl, log, "offre_insertion"),
  ];
  return {
    stop: async () => {
      await Promise.all(running.map((one) => one.stop()));
    },
  };
}
