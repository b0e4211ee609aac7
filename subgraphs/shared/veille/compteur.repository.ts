import pg from "pg";
import type { RegistreClients } from "../clients/registre-clients";
import { systemClock } from "../clock";
import { CodedError } from "../coded-error";
import type { RightsSettings } from "../database";
import { translate } from "../database-errors";
import type { Caller } from "../identity";
import type { Log } from "../log";
import { SeenLately } from "./memoire";
import { type ALaVeille, FENETRE_MINUTES, phraseQuota, ralenti, SILENCE_MINUTES } from "./quota";
import { InscripteurDeRefus } from "./refus.repository";
import type { Veille } from "./veille";

const COMPTER = `select total, total_agent as "totalAgent", ajout, refusee, par_agent as "parAgent", libre_le as "libreLe"
  from journal.compter_personnes($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::uuid[], $14::uuid[], $15::uuid[], $16, $17)`;
const ATTEINT = "select journal.quota_atteint($1, $2, $3, $4, $5, $6) as atteint";

interface Compte {
  /** People who count against the quota of the client; null when nobody did. */
  total: number | null;
  /** Against that of its agent; null without an agent. */
  totalAgent: number | null;
  ajout: number;
  refusee: boolean;
  /** True: it is the agent's quota that stops. */
  parAgent: boolean;
  libreLe: Date | null;
}

/** The role that may call the functions of the watch, and do nothing else. */
const ROLE = "unefois_veille";

/** Two connections apart from those of the subgraphs: an operation that waits for its count never holds what another one waits for,
 * and what was counted stays counted when the answer fails. */
export const poolDeVeille = (databaseUrl: string): pg.Pool => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: ROLE });
  pool.on("connect", (client) => void client.query(`set role ${ROLE}`).catch(() => undefined));
  pool.on("error", () => undefined);
  return pool;
};

/** Counts in PostgreSQL, shared by every process: one statement for an operation that shows someone new, none when all were counted a moment ago. */
export class CompteurDePersonnes implements Veille {
  private readonly memory = new SeenLately();
  private readonly pool: pg.Pool;
  readonly refus: InscripteurDeRefus;

  constructor(
    databaseUrl: string,
    private readonly clients: RegistreClients,
    private readonly log: Pick<Log, "warn" | "error"> | null = null,
  ) {
    this.pool = poolDeVeille(databaseUrl);
    this.refus = new InscripteurDeRefus(this.pool, systemClock, log);
  }

  async compter(caller: Caller, rights: RightsSettings, { vues, demandees, cherchees, inconnues }: ALaVeille, le: Date): Promise<number> {
    const who = `${caller.client}|${caller.agent}|${rights.organisme}|${rights.referent}`;
    const unknown = vues.filter((id) => !this.memory.has(who, id, le));
    const asked = demandees.filter((id) => !this.memory.has(who, id, le));
    if (unknown.length + asked.length + cherchees.length + inconnues === 0) return 0;
    const { quotaPersonnes, quotaParAgent } = this.clients.client(caller.client);
    const values = [
      ...[caller.client, caller.agent, caller.organisme, quotaPersonnes, quotaParAgent, le, `${FENETRE_MINUTES} minutes`],
      ...[rights.departements, rights.portee, rights.organisme, rights.aujourdhui, rights.referent],
      ...[unknown, asked, cherchees, inconnues, `${SILENCE_MINUTES} minutes`],
    ];
    const result = await this.pool.query<Compte>({ name: "compter_personnes", text: COMPTER, values }).catch(translate);
    const { total, totalAgent, ajout, refusee, parAgent, libreLe } = result.rows[0]!;
    if (refusee) {
      const quota = parAgent ? quotaParAgent : quotaPersonnes;
      this.log?.warn({ client: caller.client, organisme: caller.organisme, quota, parAgent }, "quota de personnes atteint");
      throw overQuota(quota, parAgent, libreLe, le);
    }
    this.memory.add(who, [...unknown, ...asked], le);
    return ajout > 0 ? Math.max(ralenti(total!, quotaPersonnes), totalAgent === null ? 0 : ralenti(totalAgent, quotaParAgent)) : 0;
  }

  async atteint({ client, agent }: Caller, le: Date): Promise<boolean> {
    const { quotaPersonnes, quotaParAgent } = this.clients.client(client);
    const values = [client, agent, quotaPersonnes, quotaParAgent, le, `${FENETRE_MINUTES} minutes`];
    const { rows } = await this.pool.query<{ atteint: boolean }>({ name: "quota_atteint", text: ATTEINT, values }).catch(translate);
    return rows[0]!.atteint;
  }

  async close(): Promise<void> {
    await this.refus.close();
    await this.pool.end();
  }
}

/** `reessayerDans`: seconds, for Retry-After; an hour when the answer alone is too large. */
function overQuota(quota: number, parAgent: boolean, libreLe: Date | null, le: Date): CodedError {
  const seconds = libreLe === null ? null : Math.max(1, Math.ceil((libreLe.getTime() - le.getTime()) / 1000));
  return new CodedError("QUOTA_PERSONNES", phraseQuota(quota, parAgent, seconds === null ? null : Math.ceil(seconds / 60)), {
    reessayerDans: seconds ?? 3_600,
  });
}
