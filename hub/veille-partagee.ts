import type pg from "pg";
import type { AlertToRaise, SharedWatch } from "../gateway/watch";
import { systemClock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { poolDeVeille } from "../subgraphs/shared/veille/compteur.repository";
import { InscripteurDeRefus } from "../subgraphs/shared/veille/refus.repository";

const LEVER = "select journal.lever_alerte($1, $2, $3, $4, $5, $6, $7, $8, $9) as alerte";
const ECHECS = "select journal.noter_echecs($1, $2, $3, $4) as total";

/** The watch in PostgreSQL, the same for all the gateways. Errors: those of PostgreSQL. */
export class VeillePartagee implements SharedWatch {
  private readonly pool: pg.Pool;
  readonly refus: InscripteurDeRefus;

  constructor(databaseUrl: string, log: Pick<Log, "error"> | null = null) {
    this.pool = poolDeVeille(databaseUrl);
    this.refus = new InscripteurDeRefus(this.pool, systemClock, log);
  }

  async alert(
    { nature, gravite, client, departement, organisme, agent, details }: AlertToRaise,
    at: Date,
    silenceMinutes: number,
  ): Promise<void> {
    const values = [nature, gravite, departement, client, agent, organisme, at, JSON.stringify(details), `${silenceMinutes} minutes`];
    await this.pool.query({ name: "lever_alerte", text: LEVER, values });
  }

  async failed(origin: string, count: number, at: Date, windowMinutes: number): Promise<number> {
    const { rows } = await this.pool.query({ name: "noter_echecs", text: ECHECS, values: [origin, at, count, `${windowMinutes} minutes`] });
    return Number(rows[0].total);
  }

  async close(): Promise<void> {
    await this.refus.close();
    await this.pool.end();
  }
}
