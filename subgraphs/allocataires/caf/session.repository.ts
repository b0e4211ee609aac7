import type pg from "pg";
import { ownerClient } from "../../shared/owner";
import { MESURER_VIDES, TABLES_DU_REPLI, VIDER } from "./attente.repository";
import { DECIDER } from "./decider.repository";
import { ECRIRE } from "./ecrire.repository";
import { CONSIGNER, PUBLIER } from "./journal.repository";
import { RAPPROCHEMENTS, RAPPROCHER } from "./rapprocher.repository";
import { MESURER_GRANDIES, REPLIER } from "./replier.repository";

/** The connection of an import, and how it runs the statements of a file. A file of many foyers is planned for what it holds, its tables measured between
 * the steps. A daily flow of twenty foyers would spend its time there: its statements are the same, planned once for the session in functions of it. */

const MESURER = "select pg_temp.caf_mesurer()";
const FONCTIONS = {
  caf_vider: [VIDER],
  caf_mesurer: [MESURER_GRANDIES],
  caf_decider: [...DECIDER, ...RAPPROCHER],
  caf_ecrire: [RAPPROCHEMENTS, ...ECRIRE, MESURER, ...REPLIER, ...PUBLIER, MESURER],
  caf_consigner: CONSIGNER,
};
export type Etapes = keyof typeof FONCTIONS;

/** More lines than this in caf_attente, foyers and people, and the file is planned for itself. */
const PETIT = 300;

/** In a function, the tables of the session are not measured between the steps: plans last as long as the statistics that they were made on. */
const enFonction = (sql: string): string =>
  sql
    .replace(/^analyze caf_\w+;?$/gm, "")
    .replace(/;\s*(?=;)/g, "")
    .replace(/^select (pg_temp\.)/gm, "perform $1");

const fonction = ([nom, etapes]: [string, readonly string[]]): string => `
  create function pg_temp.${nom}() returns void language plpgsql as $fonction$ begin
    ${enFonction(`${etapes.join(";\n")};`)}
  end $fonction$;`;

/** A connection of the owner for one import: not pipelined, since COPY runs on it. Measured while they are empty, its tables are then taken for the size
 * that they have. */
export async function ouvrirSession(ownerUrl: string): Promise<pg.Client> {
  const client = await ownerClient(ownerUrl, "unefois-import-caf");
  await client.query(`set work_mem = '64MB'; set jit = off; set random_page_cost = 1.1; ${TABLES_DU_REPLI} ${MESURER_VIDES}`);
  await client.query(Object.entries(FONCTIONS).map(fonction).join("\n"));
  return client;
}

/** Forgets the file before. */
export const viderSession = (client: pg.Client): Promise<unknown> => client.query("select pg_temp.caf_vider()");

/** Whether the file of the session is a small one; the lines of a large one are measured. */
export async function estPetit(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ lignes: number }>(
    `select count(*)::int as lignes from (select from caf_attente limit ${PETIT + 1}) a`,
  );
  const petit = rows[0]!.lignes <= PETIT;
  if (!petit) await client.query("analyze caf_attente (ordre, genre, rang, numero, departement, precedent, nir_empreinte, date_naissance)");
  return petit;
}

/** Runs these steps for the file of the session. `avancement` is told the steps done. */
export async function jouer(
  client: pg.Client,
  nom: Etapes,
  petit: boolean,
  avancement: (fait: number, total: number) => void = () => undefined,
): Promise<void> {
  const etapes: readonly string[] = petit ? [`select pg_temp.${nom}()`] : FONCTIONS[nom];
  for (const [i, sql] of etapes.entries()) {
    await client.query(sql);
    avancement(i + 1, etapes.length);
  }
}
