import type pg from "pg";
import { allOrNothing } from "../../shared/owner";
import type { DepotRow } from "../depot/depot.repository";
import type { OutilsDepot } from "../depot/executer-depots";
import { creerFichiersDesPayeurs } from "../execution/executer-fichiers-des-payeurs";
import { confirmerExecutions } from "../execution/execution.repository";
import { type FaitRectification, fichiersDes, trierRectifications } from "./rectification";
import { type RectificationDeposee, rectificationsDeposees, rectificationsDues } from "./rectification.repository";

export interface OutilsRectification {
  /** The owner's connection. */
  client: pg.ClientBase;
  depots: OutilsDepot;
  /** Reads requests and files of people at their owner: one statement, written in the register. */
  lire: (departement: string, demandes: readonly string[]) => Promise<Map<string, FaitRectification>>;
  /** Says in the hub that the payer was asked. Returns the requests that still wait for it. */
  noter: (departement: string, deposees: readonly RectificationDeposee[]) => Promise<ReadonlySet<string>>;
}

/** Makes the files of what waits in a département: one a payer. Returns them; `deposerCeQuiEstDu` leaves them. */
export function ecrireRectifications({ client, depots, lire }: OutilsRectification, departement: string, le: Date): Promise<DepotRow[]> {
  return allOrNothing(client, async () => {
    const dues = await rectificationsDues(client, departement);
    if (dues.length === 0) return [];
    const tri = trierRectifications(dues, await lire(departement, [...new Set(dues.map(({ demande }) => demande))]));
    return creerFichiersDesPayeurs(client, depots, { departement, objet: "RECTIFICATION", tri, enFichiers: fichiersDes, le });
  });
}

/** What became of the files that were left: the request says when its payer was asked, and an exchange whose request is closed is confirmed.
 * Returns how many were confirmed. */
export async function suivreRectifications({ client, noter }: OutilsRectification, departement: string, le: Date): Promise<number> {
  const deposees = await rectificationsDeposees(client, departement);
  if (deposees.length === 0) return 0;
  const attendues = await noter(departement, deposees);
  const closes = deposees.filter(({ demande }) => !attendues.has(demande)).map(({ echange }) => echange);
  return confirmerExecutions(client, departement, closes, le);
}
