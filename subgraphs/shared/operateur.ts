import type pg from "pg";
import type { Nature } from "./nature";

/** Who acts where no token says it: a command and the account that runs it, or an automatic act of the worker. */
export interface Operateur {
  /** `cli:import caf`, `worker:delais-prescriptions`. */
  client: string;
  /** Account and machine; null for the worker. */
  agent: string | null;
  /** Groups the rows of one run; absent: each statement is an act of its own. */
  operation?: string;
  /** Of what it writes. */
  nature: Nature;
}

/** The automatic act of the worker of this name. */
export const acteDuTravailleur = (nom: string): Operateur => ({ client: `worker:${nom}`, agent: null, nature: "ECRITURE" });

const REGLAGE = "unefois.operateur";
const texteDe = (operateur: Operateur): string => JSON.stringify({ ...operateur, nom: operateur.client.replace(/^\w+:/, "") });

/** The same address: each connection to it says who acts. PostgreSQL writes the register of whoever an event of theirs names (migration journal 0011). */
export function auNomDe(url: string, operateur: Operateur): string {
  const adresse = new URL(url);
  const dit = `-c ${REGLAGE}=${texteDe(operateur).replace(/[\\ ]/g, "\\$&")}`;
  adresse.searchParams.set("options", `${adresse.searchParams.get("options") ?? ""} ${dit}`.trim());
  return adresse.href;
}

/** Says it on a connection that is open. */
export const direOperateur = (client: pg.ClientBase, operateur: Operateur) =>
  client.query("select set_config($1, $2, false)", [REGLAGE, texteDe(operateur)]);

/** In a transaction that writes its own rows of the register: nothing is written a second time. */
export const DEJA_INSCRIT = "set local unefois.inscrit = 'oui'";

const DIT = `nullif(current_setting('${REGLAGE}', true), '')::json`;
/** Who acts on this connection, in SQL that writes its own row; the second argument where nobody is said. */
export const clientSql = (defaut: string): string => `coalesce(${DIT} ->> 'client', '${defaut}')`;
export const agentSql = `${DIT} ->> 'agent'`;
