import { suivreContratsSuspendus } from "../subgraphs/allocataires/contrat/cloture.repository";
import { suivreEchanges } from "../subgraphs/echanges/echange/suivre-echanges";
import { suivreRegistre } from "../subgraphs/echanges/registre/registre";
import { suivreIndicateurs } from "../subgraphs/indicateurs/projection";
import { systemClock } from "../subgraphs/shared/clock";
import { followErasures } from "../subgraphs/shared/erasure";
import type { Log } from "../subgraphs/shared/log";
import { startSequencer } from "../subgraphs/shared/sequencer";
import type { FranceTravailSettings } from "../subgraphs/shared/settings";
import type { Depots } from "./depots";
import { ouvrirFranceTravail } from "./france-travail";
import { suivreDepots } from "./inscriptions";

/** The work that no request waits for: numbering events, indicators, exchanges, the register of consultations, erasures,
 * the contracts that a suspension of twelve months closes, the exchanges with the SI Plateforme, the files left for partners. */
export interface Worker {
  stop(): Promise<void>;
}

export interface WithFranceTravail {
  settings: FranceTravailSettings;
  nirKey: string;
  /** Where signed files are left; without, no list is made by itself. */
  depots?: Depots | null;
}

/** With `franceTravail` and an address in it, the worker also sends to the SI Plateforme and reads it. */
export async function startWorker(databaseUrl: string, log: Log, franceTravail?: WithFranceTravail): Promise<Worker> {
  const { settings, nirKey, depots } = franceTravail ?? {};
  const lien = settings?.url && nirKey ? await ouvrirFranceTravail({ settings, nirKey, databaseUrl, log }) : null;
  const running: { stop(): Promise<void> }[] = [
    startSequencer(databaseUrl, log),
    suivreIndicateurs(databaseUrl, log),
    suivreEchanges(databaseUrl, log),
    suivreRegistre(databaseUrl, log),
    suivreContratsSuspendus(databaseUrl, log),
    followErasures(databaseUrl, log, "rendez_vous"),
    followErasures(databaseUrl, log, "offre_insertion"),
  ];
  if (depots && settings && nirKey) {
    const { departement = null, depuis = null } = settings;
    running.push(suivreDepots({ ...depots, databaseUrl, nirKey, departement, depuis, clock: systemClock, log }));
  }
  lien?.demarrer();
  return {
    stop: async () => {
      await Promise.all([...running.map((one) => one.stop()), lien?.arreter()]);
    },
  };
}
