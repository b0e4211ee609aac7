import { suivreChaine } from "../subgraphs/shared/chaine/sceller.repository";
import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import type { RunningWork } from "../subgraphs/shared/periodic-work";
import { CONSERVATION, type JournalSettings } from "../subgraphs/shared/reglages-journal";

const PAR_DEFAUT: JournalSettings = { scellementSecondes: 30, conservation: CONSERVATION };

export interface SuivreJournal {
  databaseUrl: string;
  clock: Clock;
  log: Log;
  reglages?: JournalSettings;
}

/** Keeps the journal: seals it. */
export function suivreJournal({ databaseUrl, clock, log, reglages = PAR_DEFAUT }: SuivreJournal): RunningWork[] {
  return [suivreChaine(databaseUrl, clock, log, reglages.scellementSecondes)];
}
