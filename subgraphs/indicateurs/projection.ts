import { type FollowerOptions, type RunningFollower, startFollower } from "../shared/event-follower";
import type { Log } from "../shared/log";
import { CURSEUR, projeter } from "./projection/projeter.repository";

/** Events applied in one transaction. */
const LOT = 5_000;

/** What the follower of `indicateurs` is; tests apply it one batch at a time. */
export const SUIVI: Omit<FollowerOptions, "url" | "log"> = {
  schema: "indicateurs",
  name: CURSEUR,
  batch: LOT,
  apply: (client, events) => projeter(client, events),
};

/** Follows the journal and keeps the projection of `indicateurs` up to date, until it is stopped. */
export function suivreIndicateurs(url: string, log: Log): RunningFollower {
  return startFollower({ ...SUIVI, url, log });
}
