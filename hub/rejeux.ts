import type pg from "pg";
import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { asOwner } from "../subgraphs/shared/owner";
import { startPeriodicWork } from "../subgraphs/shared/periodic-work";
import { rejouerChez } from "./rejouer-rejets";

export interface RejeuxOptions {
  databaseUrl: string;
  nirKey: string;
  clock: Clock;
  log: Log;
}

interface Demande {
  departement: string;
  id: string;
  rejet: string;
  proprietaire: string;
}

const A_LA_FOIS = 50;
const BAIL_MS = 10 * 60_000;
const APRES_ECHEC_MS = 60_000;

const PRENDRE = `update echanges.echange e set bail_jusque = $2 from (
    select departement, id from echanges.echange
    where sens = 'ENTRANT' and statut = 'REJETE' and rejet is not null and rejet_schema is not null and prochain_essai <= $1
      and (bail_jusque is null or bail_jusque <= $1 or bail_jusque > $2::timestamptz + interval '1 minute')
    order by prochain_essai limit $3 for update skip locked) du
  where e.departement = du.departement and e.id = du.id
  returning e.departement, e.id, e.rejet, e.rejet_schema as proprietaire`;

const RENDRE = `update echanges.echange e set bail_jusque = null, prochain_essai = $3 from unnest($1::text[], $2::uuid[]) x (departement, id)
  where e.departement = x.departement and e.id = x.id`;

/** Replays the received records that somebody asked to replay (rejouerEchange): a subgraph has neither the owner's connection nor the originals of
 * the others, so it leaves its request in the exchange, and the worker does it here. What came of it is told by the event RejetRejoue. Returns how many. */
export async function rejouerLesDemandes(client: pg.ClientBase, options: RejeuxOptions): Promise<number> {
  const { clock, databaseUrl, nirKey, log } = options;
  const maintenant = clock.now();
  const { rows } = await client.query<Demande>(PRENDRE, [maintenant, new Date(maintenant.getTime() + BAIL_MS), A_LA_FOIS]);
  for (const [proprietaire, demandes] of Map.groupBy(rows, (demande) => demande.proprietaire)) {
    const rejets = demandes.map(({ rejet }) => rejet);
    const essai = await rejouerChez(proprietaire, rejets, { ownerUrl: databaseUrl, now: () => clock.now(), nirKey, log }).then(
      () => null,
      (error: Error) => {
        log.error({ err: error, proprietaire }, "rejeu interrompu, reprise dans une minute");
        return new Date(clock.now().getTime() + APRES_ECHEC_MS);
      },
    );
    await client.query(RENDRE, [demandes.map((d) => d.departement), demandes.map((d) => d.id), essai]);
  }
  return rows.length;
}

/** Looks for requests every two seconds, until it is stopped. */
export const startRejeux = (options: RejeuxOptions) =>
  startPeriodicWork({
    url: options.databaseUrl,
    name: "rejeux",
    log: options.log,
    everyMs: 2_000,
    work: (client) => rejouerLesDemandes(client, options),
  });

/** One round, on a connection of its own: for commands and tests. */
export const rejouerUneFois = (options: RejeuxOptions): Promise<number> =>
  asOwner(options.databaseUrl, (client) => rejouerLesDemandes(client, options));
