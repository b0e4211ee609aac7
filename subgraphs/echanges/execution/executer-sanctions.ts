import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import { allOrNothing } from "../../shared/owner";
import type { DepotRow } from "../depot/depot.repository";
import type { OutilsDepot } from "../depot/executer-depots";
import { creerFichiersDesPayeurs } from "./executer-fichiers-des-payeurs";
import { aMarquer, etapeDe, executionVue, type FaitExecution, type LigneExecution, trier } from "./execution";
import { confirmerExecutions, executionsDeposees, executionsDues } from "./execution.repository";
import { enCsv, enJsonl } from "./fichier-execution";

export interface OutilsExecution {
  /** The owner's connection. */
  client: pg.ClientBase;
  depots: OutilsDepot;
  /** Reads sanctions and files of people at their owner: one statement, written in the register. */
  lire: (departement: string, sanctions: readonly string[]) => Promise<Map<string, FaitExecution>>;
  /** Says in the hub that the payer is told: `transmettreSanction`, in the name of the Département. */
  marquer: (demande: { departement: string; sanction: string; le: string; cle: string }) => Promise<void>;
}

const enFichiers = (lignes: readonly LigneExecution[]) => [
  { extension: "jsonl", contenu: enJsonl(lignes) },
  { extension: "csv", contenu: enCsv(lignes) },
];

/** Makes the files of what waits in a département: one a payer. Returns them; `deposerCeQuiEstDu` leaves them. */
export function ecrireFichiers({ client, depots, lire }: OutilsExecution, departement: string, le: Date): Promise<DepotRow[]> {
  return allOrNothing(client, async () => {
    const dues = await executionsDues(client, departement);
    if (dues.length === 0) return [];
    const tri = trier(dues, await lire(departement, [...new Set(dues.map(({ sanction }) => sanction))]));
    return creerFichiersDesPayeurs(client, depots, { departement, objet: "SANCTION_EXECUTION", tri, enFichiers, le });
  });
}

/** What became of the files that were left: the hub is told that the payer knows, and a step that the flows of the payer show is confirmed.
 * Returns how many were confirmed. */
export async function suivreExecutions({ client, lire, marquer }: OutilsExecution, departement: string, le: Date): Promise<number> {
  const deposees = await executionsDeposees(client, departement);
  if (deposees.length === 0) return 0;
  const faits = await lire(departement, [...new Set(deposees.map(({ sanction }) => sanction))]);
  const vues: string[] = [];
  for (const { echange, sanction, typeEvenement, deposeLe } of deposees) {
    const fait = faits.get(sanction);
    if (!fait) continue;
    const etape = etapeDe(typeEvenement);
    if (aMarquer(etape, fait)) await marquer({ departement, sanction, le: civilDateOf(deposeLe), cle: `execution ${echange}` });
    if (executionVue(etape, fait, deposeLe)) vues.push(echange);
  }
  return confirmerExecutions(client, departement, vues, le);
}
