import { Circuit } from "../../subgraphs/shared/circuit";
import { SubgraphAwayError } from "../subgraph-executor";
import { NoRoomError, Room } from "./room";
import type { ResilienceSettings } from "./settings";

/** The subgraph is not asked: it failed too often, or too many calls wait for it already. Nothing was begun. */
export class NotAskedError extends Error {
  /** @param why what the metrics call it. @param afterMs when it is worth trying again. */
  constructor(
    readonly why: "circuit_ouvert" | "surcharge",
    readonly afterMs: number,
  ) {
    super(why === "surcharge" ? "trop d’appels en attente" : "circuit ouvert");
  }
}

/** A call that the gateway has given up still holds its place until it ends, at most that long. */
const LONGEST_HOLD_MS = 60_000;

/** What stands between the gateway and one subgraph: its circuit, and the room for its calls. */
export class Guard {
  private readonly circuit: Circuit;
  private readonly room: Room;

  /** @param now milliseconds of a clock that no one sets: a clock step neither opens nor closes a circuit. */
  constructor(
    settings: Pick<ResilienceSettings, "circuit" | "subgraph">,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.circuit = new Circuit(settings.circuit);
    this.room = new Room(settings.subgraph);
  }

  get state(): { open: boolean; inside: number; waiting: number } {
    return { open: this.circuit.open, ...this.room.load };
  }

  /** Calls, unless it is not worth it. @param call starts the work; `answer` is what the caller waits for, `work` the end of the work itself.
   * Errors: NotAskedError, and those of the call; only SubgraphAwayError counts as a failure of the subgraph, unless its operation was out of time
   * first: one client that asks late in its own delay would close a healthy subgraph to all. A slow one is seen by the calls that get their whole time. */
  async call<T>(call: () => { answer: Promise<T>; work: Promise<unknown> }): Promise<T> {
    this.refuseWhenOpen();
    const leaveRoom = await this.room.enter().catch((error) => {
      throw error instanceof NoRoomError ? new NotAskedError("surcharge", 1_000) : error;
    });
    try {
      // It may have opened while this call was in line.
      this.refuseWhenOpen();
    } catch (error) {
      leaveRoom();
      throw error;
    }
    const probe = this.circuit.leave();
    const { answer, work } = call();
    holdUntil(work, leaveRoom);
    try {
      const answered = await answer;
      this.circuit.succeeded();
      return answered;
    } catch (error) {
      if (error instanceof SubgraphAwayError && error.itsFault) this.circuit.failed(probe, this.now());
      throw error;
    } finally {
      this.circuit.ended(probe);
    }
  }

  private refuseWhenOpen(): void {
    const now = this.now();
    const until = this.circuit.pausedUntil(now);
    if (until !== null) throw new NotAskedError("circuit_ouvert", until - now);
  }
}

function holdUntil(work: Promise<unknown>, leave: () => void): void {
  const longest = setTimeout(leave, LONGEST_HOLD_MS);
  longest.unref();
  const done = () => {
    clearTimeout(longest);
    leave();
  };
  work.then(done, done);
}
