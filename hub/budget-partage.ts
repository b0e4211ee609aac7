import type pg from "pg";
import type { BudgetPart, SharedBudget } from "../gateway/cost-budget";
import { lastingPool } from "../subgraphs/shared/owner";

// The clock of the database, not that of a gateway: several of them fill the same bucket, and this is no fact.
const PRENDRE = `
  insert into hub.budget_cout as b (client, niveau, accorde, maj_le)
  select $1::text, $2::float8 - a.accorde, a.accorde, clock_timestamp() from (select greatest($3::float8, least($4::float8, $2)) as accorde) a
  on conflict (client) do update set (niveau, accorde, maj_le) = (
    select plein.niveau - a.accorde, a.accorde, clock_timestamp()
    from (select least($2, b.niveau + $2 * extract(epoch from clock_timestamp() - b.maj_le)) as niveau) plein,
    lateral (select case when plein.niveau >= least($3, $2) then greatest($3, least($4, plein.niveau)) else 0 end as accorde) a)
  returning accorde, niveau`;

const RENDRE = `
  update hub.budget_cout b
  set niveau = least(r.budget, b.niveau + r.budget * extract(epoch from clock_timestamp() - b.maj_le) + r.cout), maj_le = clock_timestamp()
  from unnest($1::text[], $2::float8[], $3::float8[]) r (client, budget, cout)
  where b.client = r.client`;

/** A gateway does not wait longer for its budget: it then counts alone. */
const ATTENTE_MS = 1_000;

/** Budgets of clients in PostgreSQL, the same for all the gateways. Errors: those of PostgreSQL. */
export class BudgetPartage implements SharedBudget {
  private readonly pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.pool = lastingPool({
      connectionString: databaseUrl,
      max: 2,
      connectionTimeoutMillis: ATTENTE_MS,
      statement_timeout: ATTENTE_MS,
      query_timeout: ATTENTE_MS,
      application_name: "unefois-budget",
    });
  }

  async take(client: string, perSecond: number, need: number, wanted: number): Promise<{ granted: number; level: number }> {
    const { rows } = await this.pool.query({ name: "prendre", text: PRENDRE, values: [client, perSecond, need, wanted] });
    return { granted: rows[0].accorde, level: rows[0].niveau };
  }

  async giveBack(parts: readonly BudgetPart[]): Promise<void> {
    const values = [parts.map((part) => part.client), parts.map((part) => part.perSecond), parts.map((part) => part.cost)];
    await this.pool.query({ name: "rendre", text: RENDRE, values });
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
