import type { CostBudget } from "./cost-budget";
import { Refusal } from "./refusal";

/** What an operation asked, what it brought, and what its client may still spend in this second: `extensions.cout` of every answer. */
export interface Cout {
  /** Objects that the document may bring; null when it was refused before it was counted. */
  demande: number | null;
  reel: number;
  /** Null without a token. */
  reste: number | null;
}

/** The spending of one operation, by one client. */
export class Spending {
  private demande: number | null = null;
  private reel = 0;
  private taken = 0;
  private reste: number | null;

  /** @param client null: nobody, who may spend nothing and runs nothing. */
  constructor(
    private readonly budget: CostBudget,
    private readonly client: string | null,
    private readonly perSecond: number,
  ) {
    this.reste = client === null ? null : budget.left(client, perSecond);
  }

  asks(cost: number): void {
    this.demande = Math.min(Math.round(cost), Number.MAX_SAFE_INTEGER);
  }

  /** Takes what the document asks, before it runs. Errors: Refusal BUDGET_EPUISE, 429. */
  async take(): Promise<void> {
    const cost = this.demande ?? 0;
    if (this.client === null || cost === 0) return;
    const taken = await this.budget.take(this.client, this.perSecond, cost);
    this.reste = taken.left;
    if ("waitMs" in taken) throw exhausted(cost, this.perSecond, taken.waitMs);
    this.taken = cost;
  }

  /** Gives back what was taken and not brought; takes more when lists were longer than the schema supposes. */
  brought(cost: number): void {
    this.reel = cost;
    if (this.client !== null && this.taken > 0) this.reste = this.budget.settle(this.client, this.perSecond, this.taken - cost);
  }

  cout(): Cout {
    return { demande: this.demande, reel: this.reel, reste: this.reste };
  }
}

function exhausted(cost: number, perSecond: number, waitMs: number): Refusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const budget = perSecond.toLocaleString("fr-FR");
  return new Refusal(
    "BUDGET_EPUISE",
    `Ce client a dépensé son budget de ${budget} objets par seconde : attendez ${seconds} s, ou demandez des pages plus petites (« first »).`,
    {
      status: 429,
      headers: { "retry-after": String(seconds) },
      extensions: { cout: cost, budget: perSecond, attendreMs: Math.ceil(waitMs) },
    },
  );
}
