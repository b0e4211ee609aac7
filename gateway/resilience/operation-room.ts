import { Refusal } from "../refusal";
import { NoRoomError, Room, type RoomSettings } from "./room";
import { LIGHTEST, RESILIENCE } from "./settings";

/** Seconds after which a client that was turned away may come back. */
const RETRY_AFTER = 1;

/** Room for the operations of this gateway, weighed by what they may bring: one hundred heavy ones at once take turns instead of filling the memory. */
export class OperationRoom {
  private readonly room: Room;

  constructor(settings: RoomSettings = RESILIENCE.operations) {
    this.room = new Room(settings);
  }

  get load(): { inside: number; waiting: number } {
    return this.room.load;
  }

  /** Runs an operation when there is room; it holds its place until its work ends, even when nobody waits for it any more.
   * @param cost objects that it may bring. Errors: Refusal SURCHARGE (503), and nothing ran. */
  async run<T>(cost: number, work: () => Promise<T>): Promise<T> {
    const leave = await this.room.enter(Math.max(LIGHTEST, cost)).catch((error) => {
      throw error instanceof NoRoomError ? overloaded() : error;
    });
    return work().finally(leave);
  }
}

function overloaded(): Refusal {
  return new Refusal("SURCHARGE", "Le hub a trop de demandes en cours : rien n’a été fait, renvoyez celle-ci dans un instant.", {
    status: 503,
    headers: { "retry-after": String(RETRY_AFTER) },
    extensions: { attendreSecondes: RETRY_AFTER, reessai: "TEL_QUEL" },
  });
}
