import type { ServerResponse } from "node:http";
import { type Clock, systemClock } from "../subgraphs/shared/clock";
import { whenGone } from "./gone";
import type { GatewayContext, SubgraphAnswer } from "./subgraph-executor";

/** Whatever a subgraph says. */
const LONGEST_MS = 2_000;

/** Takes what a subgraph asks the answer to wait; the longest of them is waited. */
export function noteSlowdown(slowdown: GatewayContext["slowdown"], { extensions }: SubgraphAnswer): void {
  const ms = extensions?.attenteMs;
  if (typeof ms === "number" && ms > slowdown.ms) slowdown.ms = Math.min(ms, LONGEST_MS);
}

/** Waits once the work is over and its places are given back: a client that is slowed keeps nothing of the others', and one that hangs up is not waited for.
 * @param until instant of `performance.now()` by which the answer must leave. */
export async function slowDown(
  { ms }: GatewayContext["slowdown"],
  until: number,
  response: ServerResponse,
  clock: Clock = systemClock,
): Promise<void> {
  const wait = Math.min(ms, until - performance.now());
  if (wait > 0) await clock.wait(wait, whenGone(response));
}
