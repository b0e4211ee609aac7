import type { CircuitSettings } from "../../subgraphs/shared/circuit";
import type { RoomSettings } from "./room";

/** What keeps the gateway up when a subgraph is slow or away, or when too much is asked at once. */
export interface ResilienceSettings {
  circuit: CircuitSettings;
  /** Calls in flight, by subgraph: a slow one does not take the room of the others. */
  subgraph: RoomSettings;
  /** Operations in flight, weighed by their cost (objects that they may bring): what bounds the memory. */
  operations: RoomSettings;
}

/** Measured: docs/pannes.md. */
export const RESILIENCE: ResilienceSettings = {
  circuit: { failures: 5, firstPauseMs: 1_000, longestPauseMs: 30_000 },
  subgraph: { capacity: 64, waiting: 256, patienceMs: 2_000 },
  operations: { capacity: 500_000, waiting: 1_000, patienceMs: 5_000 },
};

/** An operation weighs at least this: a light one also holds a connection, a context and an answer. */
export const LIGHTEST = 500;
