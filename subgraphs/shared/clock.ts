/** Time as an exchange lives it: instants and pauses. Tests and benches of 72 hours give a virtual one. */
export interface Clock {
  now(): Date;
  /** Waits that many milliseconds; returns at once when the signal is aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done, { once: true });
      function done() {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      }
    }),
};

/** A clock that only moves when somebody waits on it, or when it is told to: 72 hours of retries pass in a second. */
export class VirtualClock implements Clock {
  private at: number;
  private sleepers: { until: number; wake: () => void }[] = [];
  private scheduled = false;

  constructor(start: Date) {
    this.at = start.getTime();
  }

  now(): Date {
    return new Date(this.at);
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { until: this.at + ms, wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener(
        "abort",
        () => {
          this.sleepers = this.sleepers.filter((s) => s !== sleeper);
          resolve();
        },
        { once: true },
      );
      this.schedule();
    });
  }

  /** Moves the time on, and wakes whoever waited for an instant before. */
  advance(ms: number): void {
    this.at += ms;
    this.wakeDue();
  }

  /** Real work in flight (a call over HTTP, a query) comes first: the time jumps to the next sleeper only after a quiet turn. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setTimeout(() => {
      this.scheduled = false;
      if (this.held > 0) return;
      const next = Math.min(...this.sleepers.map((s) => s.until));
      if (next === Number.POSITIVE_INFINITY) return;
      this.at = Math.max(this.at, next);
      this.wakeDue();
      if (this.sleepers.length > 0) this.schedule();
    }, 0);
  }

  private held = 0;
  /** While the work runs, the time stands still: real input and output take no virtual time. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.held++;
    try {
      return await work();
    } finally {
      this.held--;
      if (this.held === 0 && this.sleepers.length > 0) this.schedule();
    }
  }

  private wakeDue(): void {
    const due = this.sleepers.filter((s) => s.until <= this.at);
    this.sleepers = this.sleepers.filter((s) => s.until > this.at);
    for (const sleeper of due) sleeper.wake();
  }
}
