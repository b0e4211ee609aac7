import { suivreContratsSuspendus } from "../subgraphs/allocataires/contrat/cloture.repository";
import { suivreEchanges } from "../subgraphs/echanges/echange/suivre-echanges";
import { suivreRegistre } from "../subgraphs/echanges/registre/registre";
import { suivreIndicateurs } from "../subgraphs/indicateurs/projection";
import { followErasures } from "../subgraphs/shared/erasure";
import type { Log } from "../subgraphs/shared/log";
import { startSequencer } from "../subgraphs/shared/sequencer";
import type { FranceTravailSettings } from "../subgraphs/shared/settings";
import { ouvrirFranceTravail } from "./france-travail";

/** The work that no request waits for: numbering events, indicators, exchanges, the register of consultations, erasures,
 * the contracts that a suspension of twelve months closes, the exchanges with the SI Plateforme. */
export interface Worker {
  stop(): Promise<void>;
}

export interface WithFranceTravail {
  settings: FranceTravailSettings;
  nirKey: string;
}

/** With `franceTravail` and an address in it, the worker also sends to the SI Plateforme and reads it. */
export async function startWorker(databaseUrl: string, log: Log, franceTravail?: WithFranceTravail): Promise<Worker> {
  const { settings, nirKey } = franceTravail ?? {};
  const lien = settings?.url && nirKey ? await ouvrirFranceTravail({ settings, nirKey, databaseUrl, log }) : null;
  const running = [
    startSequencer(databaseUrl, log),
    suivreIndicateurs(databaseUrl, log),
    suivreEchanges(databaseUrl, log),
    suivreRegistre(databaseUrl, log),
    suivreContratsSuspendus(databaseUrl, log),
    followErasures(databaseUrl, log, "rendez_vous"),
    followErasures(databaseUrl, log, "offre_insertion"),
  ];
  lien?.demarrer();
  return {
    stop: async () => {
      await Promise.all([...running.map((one) => one.stop()), lien?.arreter()]);
    },
  };
}
