import { avecConnexion } from "./base";

/** Time that PostgreSQL spent on a statement, for one answer of the hub. */
export interface Instruction {
  role: string;
  texte: string;
  /** Executions for one answer. */
  fois: number;
  /** Milliseconds of execution and of planning for one answer. */
  execution: number;
  plan: number;
}

const LIRE = `select r.rolname as role, s.query as texte, s.calls as fois, s.total_exec_time as execution, s.total_plan_time as plan
  from pg_stat_statements s join pg_roles r on r.oid = s.userid where s.dbid = (select oid from pg_database where datname = current_database())
  order by s.total_exec_time + s.total_plan_time desc`;

export const oublierInstructions = (url: string): Promise<unknown> =>
  avecConnexion(url, (client) => client.query("select pg_stat_statements_reset()"));

/** Statements since the last reset, the longest first. */
export async function lireInstructions(url: string, reponses: number): Promise<Instruction[]> {
  const { rows } = await avecConnexion(url, (client) => client.query<Instruction>(LIRE));
  return rows.map(({ role, texte, fois, execution, plan }) => ({
    role,
    texte: resume(texte),
    fois: Number(fois) / reponses,
    execution: execution / reponses,
    plan: plan / reponses,
  }));
}

/** What a statement is about: its verb and the tables that it names. */
function resume(texte: string): string {
  const verbe = /\b(select set_config|insert|update|delete|begin|commit|select)\b/i.exec(texte)?.[1]?.toLowerCase() ?? texte.slice(0, 30);
  const tables = new Set([...texte.matchAll(/\b(?:from|join|into|update)\s+([a-z_]+\.[a-z_]+)/gi)].map((trouvee) => trouvee[1]!));
  return [verbe, [...tables].slice(0, 4).join(", ")].filter(Boolean).join(" ");
}
