/** The budget of a client as all the gateways share it: a bucket that holds one second of it, and fills again in a second. */
export interface SharedBudget {
  /** Takes `need` when the bucket holds it (or is full), and up to `wanted` when it holds more. `granted`: 0, or `need` and more. `level`: what is left in it. */
  take(client: string, perSecond: number, need: number, wanted: number): Promise<{ granted: number; level: number }>;
  /** Puts back what was taken and not spent; less than zero: spends more. */
  giveBack(parts: readonly BudgetPart[]): Promise<void>;
}

export interface BudgetPart {
  client: string;
  perSecond: number;
  cost: number;
}

/** What `take` says: what is left of the second, or how long until the cost could be spent. */
export type Taken = { left: number } | { left: number; waitMs: number };

/** How long a gateway keeps what it took and did not spend: the others may miss it no longer. */
const LEASE_MS = 1_000;
/** Part of a second's budget that a gateway takes beside what it needs, so that most operations ask nothing of the database. */
const AHEAD = 16;

interface Lease {
  perSecond: number;
  /** Taken from the shared budget, not spent here. */
  tokens: number;
  /** Level of the shared budget when it last answered, and when: milliseconds of `performance.now()`. */
  level: number;
  at: number;
  asking: Promise<unknown> | null;
}

/** Spends the budgets of clients, in costs of documents (`DocumentCost`). What operations spend here was taken from the shared budget first. */
export class CostBudget {
  private readonly leases = new Map<string, Lease>();
  private readonly alone = new MemoryBudget();
  private sweeping: NodeJS.Timeout | null = null;

  /** @param onAway told when the shared budget does not answer: each gateway then counts alone. */
  constructor(
    private readonly shared: SharedBudget = new MemoryBudget(),
    private readonly onAway: (error: Error) => void = () => undefined,
  ) {}

  async take(client: string, perSecond: number, cost: number): Promise<Taken> {
    const lease = this.leaseOf(client, perSecond);
    while (lease.tokens < cost) {
      if (lease.asking) {
        await lease.asking;
        continue;
      }
      const need = cost - lease.tokens;
      const asking = this.ask(client, perSecond, need, need + Math.ceil(perSecond / AHEAD));
      lease.asking = asking;
      const { granted, level } = await asking;
      lease.asking = null;
      lease.level = level;
      lease.at = performance.now();
      if (granted === 0) return { left: left(lease), waitMs: Math.max(1, ((Math.min(need, perSecond) - level) / perSecond) * 1_000) };
      lease.tokens += granted;
    }
    lease.tokens -= cost;
    return { left: left(lease) };
  }

  /** Settles an operation: `difference` is what was taken less what it really cost. Returns what is left of the second. */
  settle(client: string, perSecond: number, difference: number): number {
    const lease = this.leaseOf(client, perSecond);
    lease.tokens += difference;
    return left(lease);
  }

  left(client: string, perSecond: number): number {
    const lease = this.leases.get(client);
    return lease ? left(lease) : perSecond;
  }

  /** Gives back what no operation spent. */
  async close(): Promise<void> {
    if (this.sweeping) clearInterval(this.sweeping);
    this.sweeping = null;
    await this.giveBack([...this.leases]);
  }

  private leaseOf(client: string, perSecond: number): Lease {
    let lease = this.leases.get(client);
    if (!lease) {
      lease = { perSecond, tokens: 0, level: perSecond, at: performance.now(), asking: null };
      this.leases.set(client, lease);
      this.sweeping ??= setInterval(() => void this.sweep(), LEASE_MS).unref();
    }
    lease.perSecond = perSecond;
    return lease;
  }

  private async sweep(): Promise<void> {
    const over = performance.now() - LEASE_MS;
    await this.giveBack([...this.leases].filter(([, lease]) => lease.at <= over && !lease.asking));
    if (this.leases.size > 0 || !this.sweeping) return;
    clearInterval(this.sweeping);
    this.sweeping = null;
  }

  private async giveBack(ended: [string, Lease][]): Promise<void> {
    for (const [client] of ended) this.leases.delete(client);
    const parts = ended
      .filter(([, lease]) => lease.tokens !== 0)
      .map(([client, { perSecond, tokens }]) => ({ client, perSecond, cost: tokens }));
    if (parts.length > 0) await this.shared.giveBack(parts).catch(this.onAway);
  }

  private ask(client: string, perSecond: number, need: number, wanted: number): Promise<{ granted: number; level: number }> {
    return this.shared.take(client, perSecond, need, wanted).catch((error) => {
      this.onAway(error);
      return this.alone.take(client, perSecond, need, wanted);
    });
  }
}

const left = ({ perSecond, tokens, level, at }: Lease): number => {
  const filled = level + (perSecond * (performance.now() - at)) / 1_000;
  return Math.round(Math.max(0, Math.min(perSecond, tokens + filled)));
};

/** The budget of a gateway that is alone. */
export class MemoryBudget implements SharedBudget {
  private readonly buckets = new Map<string, { level: number; at: number }>();

  async take(client: string, perSecond: number, need: number, wanted: number): Promise<{ granted: number; level: number }> {
    const bucket = this.filled(client, perSecond);
    if (bucket.level < Math.min(need, perSecond)) return { granted: 0, level: bucket.level };
    const granted = Math.max(need, Math.min(wanted, bucket.level));
    bucket.level -= granted;
    return { granted, level: bucket.level };
  }

  async giveBack(parts: readonly BudgetPart[]): Promise<void> {
    for (const { client, perSecond, cost } of parts) {
      const bucket = this.filled(client, perSecond);
      bucket.level = Math.min(perSecond, bucket.level + cost);
    }
  }

  private filled(client: string, perSecond: number): { level: number; at: number } {
    const now = performance.now();
    const bucket = this.buckets.get(client) ?? { level: perSecond, at: now };
    bucket.level = Math.min(perSecond, bucket.level + (perSecond * (now - bucket.at)) / 1_000);
    bucket.at = now;
    // A full bucket says nothing: those that nobody used for a second are forgotten.
    if (this.buckets.size > 10_000) for (const [name, one] of this.buckets) if (now - one.at > 1_000) this.buckets.delete(name);
    this.buckets.set(client, bucket);
    return bucket;
  }
}
