import type { Clock } from "../../shared/clock";
import type { Database } from "../../shared/database";
import type { Log } from "../../shared/log";
import { type RunningWork, startPeriodicWork } from "../../shared/periodic-work";
import { ouvrirBase } from "../webhook-reception";
import { horizon, refaireCreneaux, tousLesSites } from "./refaire-creneaux.repository";

/** Places made again in one transaction: whoever takes an appointment there waits for it. */
const LOT = 20;

/** Makes again, once a day of each département, the slots of all its openings: a day is added at the end, the past one goes.
 * Run twice, or by two workers at once, it ends in the same state. Returns how many places it went through.
 * @param base of the owner: the whole territory. */
export async function avancerHorizon(base: Database, maintenant: Date): Promise<number> {
  const rights = (departements: string[], jour: string) => base.systemRights(departements, jour);
  const connus = await base.write(rights([], horizon("", maintenant).du), (tx) =>
    tx.rows<{ departement: string; jour: string | null }>(
      "select d.departement, h.jour from (select distinct departement from rendez_vous.plage) d left join rendez_vous.horizon_creneaux h using (departement)",
    ),
  );
  let refaits = 0;
  for (const { departement, jour } of connus) {
    const { du } = horizon(departement, maintenant);
    if (jour === du) continue;
    const sites = await base.write(rights([departement], du), (tx) => tousLesSites(tx, departement));
    for (let i = 0; i < sites.length; i += LOT)
      await base.write(rights([departement], du), (tx) => refaireCreneaux(tx, sites.slice(i, i + LOT), maintenant));
    await base.write(rights([departement], du), (tx) =>
      tx.execute(
        "insert into rendez_vous.horizon_creneaux (departement, jour) values ($1, $2) on conflict (departement) do update set jour = excluded.jour",
        [departement, du],
      ),
    );
    refaits += sites.length;
  }
  return refaits;
}

const UNE_HEURE = 3_600_000;

/** Looks every hour whether a day has begun somewhere. */
export function suivreHorizon(url: string, clock: Clock, log: Log): RunningWork {
  let base: Promise<Database> | null = null;
  const work = startPeriodicWork({
    url,
    name: "creneaux-des-plages",
    log,
    everyMs: UNE_HEURE,
    work: async () => {
      base ??= ouvrirBase(url, 1);
      return avancerHorizon(await base, clock.now());
    },
  });
  return {
    stop: async () => {
      await work.stop();
      await (await base)?.close();
    },
  };
}
