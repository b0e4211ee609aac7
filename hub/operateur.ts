import { randomUUID } from "node:crypto";
import os from "node:os";
import type pg from "pg";
import type { Finalite } from "../subgraphs/shared/identity";
import type { Nature } from "../subgraphs/shared/nature";
import type { Operateur } from "../subgraphs/shared/operateur";

/** Commands that bring in what a partner told. */
const IMPORTE = /^(import|rejets)\b/;

/** Who runs a command: the account and the machine. One id for all that the run does. @param commande as it is typed: `export departement`. */
export const operateurDe = (commande: string): Operateur => ({
  client: `cli:${commande}`,
  agent: `${os.userInfo().username}@${os.hostname()}`,
  operation: randomUUID(),
  nature: IMPORTE.test(commande) ? "IMPORT" : "ECRITURE",
});

export interface Inscription {
  nature: Nature;
  /** People whom the hub knows among these are written down, each in her département. */
  allocataires: readonly string[];
  champs: readonly string[];
  finalite?: Finalite;
  le: Date;
}

/** People of one row. */
const PAR_LIGNE = 1_000;

const INSCRIRE = `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, agent, finalite, nature, allocataires, champs)
  select $1::uuid, $2, $1::uuid::text, 'hub', $3, p.departement, $4, $5, $6, $7, array_agg(p.id order by p.id), $8
  from (select a.departement, a.id, (row_number() over (partition by a.departement order by a.id) - 1) / ${PAR_LIGNE} as lot
    from allocataires.allocataire a where a.id = any ($9::uuid[])) p
  group by p.departement, p.lot`;

/** Writes in the register what a command shows of people. Before it shows it, and committed: what it throws must stop the command.
 * @param client a connection of the owner. */
export async function inscrire(client: pg.ClientBase, { client: qui, agent, operation }: Operateur, i: Inscription): Promise<void> {
  if (i.allocataires.length === 0) return;
  const nom = qui.replace(/^cli:/, "");
  await client.query(INSCRIRE, [operation, nom, i.le, qui, agent, i.finalite ?? "GESTION_DU_DROIT", i.nature, i.champs, i.allocataires]);
}
