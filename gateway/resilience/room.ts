/** What a room holds, in whatever unit its entries weigh. */
export interface RoomSettings {
  /** Sum of the weights that are inside at once. A heavier entry comes in alone. */
  capacity: number;
  /** Entries that may wait. */
  waiting: number;
  /** Longest wait, in milliseconds. */
  patienceMs: number;
}

/** No room: too many wait already, or the wait lasted too long. Nothing was begun. */
export class NoRoomError extends Error {}

interface Waiter {
  weight: number;
  enter: () => void;
}

/** Room for work in flight, with a bounded line before it: what is too much is refused at once rather than kept in memory. */
export class Room {
  private inside = 0;
  private readonly line: Waiter[] = [];

  constructor(private readonly settings: RoomSettings) {}

  /** Weight inside, and entries in line. */
  get load(): { inside: number; waiting: number } {
    return { inside: this.inside, waiting: this.line.length };
  }

  /** Comes in when there is room, first come first served. Returns the way out, which may be taken twice. Errors: NoRoomError. */
  async enter(weight = 1): Promise<() => void> {
    const asked = Math.min(weight, this.settings.capacity);
    if (this.line.length === 0 && this.fits(asked)) return this.admit(asked);
    if (this.line.length >= this.settings.waiting) throw new NoRoomError();
    return this.wait(asked);
  }

  private fits(weight: number): boolean {
    return this.inside + weight <= this.settings.capacity;
  }

  private admit(weight: number): () => void {
    this.inside += weight;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.inside -= weight;
      this.next();
    };
  }

  private wait(weight: number): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        weight,
        enter: () => {
          clearTimeout(timer);
          resolve(this.admit(weight));
        },
      };
      const timer = setTimeout(() => {
        this.line.splice(this.line.indexOf(waiter), 1);
        reject(new NoRoomError());
        // The one behind may be lighter.
        this.next();
      }, this.settings.patienceMs);
      this.line.push(waiter);
    });
  }

  private next(): void {
    while (this.line.length > 0 && this.fits(this.line[0]!.weight)) this.line.shift()!.enter();
  }
}
