import { translate } from "./database-errors";
import type { Caller } from "./identity";

export interface OrganismeOfCaller {
  departements: string[];
  id: string | null;
  type: string | null;
}

const KEPT_MS = 60_000;

/** The organismes that callers speak for, each read again every minute. It takes a connection of the pool: ask before holding one. */
export class CallerOrganismes {
  private known = new Map<string, { until: number; value: Promise<OrganismeOfCaller> }>();

  constructor(private readonly query: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>) {}

  of(caller: Caller): Promise<OrganismeOfCaller> {
    const key = `${caller.departement} ${caller.organisme}`;
    const known = this.known.get(key);
    if (known && known.until > performance.now()) return known.value;
    const value = this.query(
      `select (select array_agg(distinct departement) from publie.organisme) as departements, o.id, o.type
       from (select 1) un left join publie.organisme o on o.code = $1 and ($2 = '*' or o.departement = $2) limit 1`,
      [caller.organisme, caller.departement],
    )
      .then((result) => result.rows[0] as OrganismeOfCaller)
      .catch((error) => translate(error));
    this.known.set(key, { until: performance.now() + KEPT_MS, value });
    value.then((found) => found.id === null && this.known.delete(key)).catch(() => this.known.delete(key));
    return value;
  }
}
