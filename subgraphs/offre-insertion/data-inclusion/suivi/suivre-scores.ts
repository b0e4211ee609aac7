import { civilDateOf } from "../../../shared/civil-date";
import type { Clock } from "../../../shared/clock";
import type { Log } from "../../../shared/log";
import { type RunningWork, startPeriodicWork } from "../../../shared/periodic-work";
import { recalculerScores } from "./scores.repository";

/** Scores of quality age every day: they are computed again once a day, by the first round of the worker after midnight in Paris. */
export const suivreScores = (url: string, clock: Clock, log: Log): RunningWork =>
  startPeriodicWork({
    url,
    name: "scores-du-catalogue",
    log,
    everyMs: 15 * 60_000,
    work: (client) => recalculerScores(client, civilDateOf(clock.now())),
  });
