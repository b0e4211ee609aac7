interface Entry<V> {
  value: V;
  bytes: number;
}

/** Part of the room that documents asked once may take. */
const ONCE = 0.25;

/** Keeps what comes back. What was asked once waits in a small part; asked again, it moves to the large one: a thousand documents that never
 * come back push out one another, and nothing else. Bounded in entries and in bytes. */
export class DocumentCache<V> {
  private readonly once = new Map<string, Entry<V>>();
  private readonly again = new Map<string, Entry<V>>();
  private readonly held = { once: 0, again: 0 };
  hits = 0;
  misses = 0;

  constructor(
    private readonly entries: number,
    private readonly limitBytes: number,
  ) {}

  get(key: string): V | undefined {
    const kept = this.again.get(key);
    if (kept) {
      this.again.delete(key);
      this.again.set(key, kept);
      this.hits++;
      return kept.value;
    }
    const young = this.once.get(key);
    if (!young) {
      this.misses++;
      return undefined;
    }
    this.remove("once", key);
    this.add("again", key, young);
    this.hits++;
    return young.value;
  }

  set(key: string, value: V, bytes: number): void {
    this.remove("once", key);
    this.remove("again", key);
    this.add("once", key, { value, bytes });
  }

  /** What hangs on an entry has grown (a plan). */
  grow(key: string, bytes: number): void {
    for (const part of ["again", "once"] as const) {
      const entry = this[part].get(key);
      if (!entry) continue;
      entry.bytes += bytes;
      this.held[part] += bytes;
      this.shrink(part);
    }
  }

  get count(): number {
    return this.once.size + this.again.size;
  }

  get bytes(): number {
    return this.held.once + this.held.again;
  }

  private add(part: "once" | "again", key: string, entry: Entry<V>): void {
    this[part].set(key, entry);
    this.held[part] += entry.bytes;
    this.shrink(part);
  }

  private remove(part: "once" | "again", key: string): void {
    const entry = this[part].get(key);
    if (!entry) return;
    this[part].delete(key);
    this.held[part] -= entry.bytes;
  }

  private shrink(part: "once" | "again"): void {
    const share = part === "once" ? ONCE : 1 - ONCE;
    while (this[part].size > 0 && (this[part].size > this.entries * share || this.held[part] > this.limitBytes * share))
      this.remove(part, this[part].keys().next().value as string);
  }
}
