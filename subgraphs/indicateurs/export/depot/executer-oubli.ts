import type { Clock } from "../../../shared/clock";
import type { Log } from "../../../shared/log";
import { type RunningWork, startPeriodicWork } from "../../../shared/periodic-work";
import { oublierContenus } from "./fichier.repository";

/** Every five minutes: the bytes of a file live no longer than its link, or hardly. */
export const suivreExports = (url: string, clock: Clock, log: Log): RunningWork =>
  startPeriodicWork({ url, name: "exports-indicateurs", log, everyMs: 5 * 60_000, work: (client) => oublierContenus(client, clock.now()) });
