/** When a circuit opens, and how long it stays so. Durations in milliseconds. */
export interface CircuitSettings {
  /** Failures in a row that open it. */
  failures: number;
  /** The first pause; each one that ends in a failed probe is followed by a pause twice as long. */
  firstPauseMs: number;
  longestPauseMs: number;
}

/** One party that may be away: after some failures in a row nobody calls it, then one probe after a pause that grows, and nothing else.
 * Pure: instants are milliseconds of any clock that the caller keeps to. */
export class Circuit {
  private failures = 0;
  private pauses = 0;
  private until: number | null = null;
  /** When the pause was decided. */
  private since = 0;
  private probing = false;

  constructor(private readonly settings: CircuitSettings) {}

  /** True until a call succeeds again: the next call is a probe. */
  get open(): boolean {
    return this.until !== null;
  }

  /** Until when a call is not worth making; null: call. */
  pausedUntil(now: number): number | null {
    if (this.until === null) return null;
    // The clock was set back since: how long is left, nobody knows. Probe.
    if (now < this.since && !this.probing) return null;
    if (this.probing) return Math.max(this.until, now + this.settings.firstPauseMs);
    return this.until > now ? this.until : null;
  }

  /** A call leaves. True: it is the probe, and `ended` must follow whatever comes of it. */
  leave(): boolean {
    if (this.until === null) return false;
    this.probing = true;
    return true;
  }

  ended(probe: boolean): void {
    if (probe) this.probing = false;
  }

  /** The party answered. */
  succeeded(): void {
    this.failures = 0;
    this.pauses = 0;
    this.until = null;
  }

  /** The party did not answer. A call that left before the circuit opened says nothing new. @param atLeastMs what the party asked for. */
  failed(probe: boolean, now: number, atLeastMs = 0): void {
    this.failures++;
    if (this.until !== null && !probe) return;
    if (!probe && this.failures < this.settings.failures) return;
    const { firstPauseMs, longestPauseMs } = this.settings;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(20, this.pauses));
    this.pauses++;
    this.until = now + Math.max(pause, atLeastMs);
    this.since = now;
  }

  /** The party asks to be left alone that long. */
  wait(ms: number, now: number): void {
    const earlier = this.until !== null && now >= this.since ? this.until : now;
    this.until = Math.max(earlier, now + ms);
    this.since = now;
  }
}
