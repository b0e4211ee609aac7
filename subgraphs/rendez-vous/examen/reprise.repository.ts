import type pg from "pg";
import type { Clock } from "../../shared/clock";
import { insertEvents } from "../../shared/journal";
import type { Log } from "../../shared/log";
import { type RunningWork, startPeriodicWork } from "../../shared/periodic-work";
import { auNomDuHub } from "../convocation/hub.repository";
import { suivreConvocations } from "../convocation/suivre-convocations.repository";

const NOM = "reprise-des-absences";
const UNE_HEURE = 3_600_000;

/** Puts on the list, once, the second absences that a base knew before the list was kept. Returns how many people were looked at. */
export const reprendreAbsences = (client: pg.ClientBase, le: Date): Promise<number> =>
  auNomDuHub(client, async (tx) => {
    const premiere = await tx.execute("insert into rendez_vous.curseur (nom, position) values ($1, 1) on conflict do nothing", [NOM]);
    if (premiere === 0) return 0;
    const rows = await tx.rows<{ allocataire: string }>(
      `select distinct p.allocataire from rendez_vous.convocation c
       join rendez_vous.participation p on p.departement = c.departement and p.rendez_vous = c.rendez_vous and p.allocataire = c.allocataire
       where c.rang = 2 and p.statut = 'ABSENT'`,
    );
    const { evenements } = await suivreConvocations(
      tx,
      rows.map((row) => row.allocataire),
      le,
    );
    await insertEvents(tx, evenements);
    return rows.length;
  });

export const suivreReprise = (url: string, clock: Clock, log: Log): RunningWork =>
  startPeriodicWork({ url, name: NOM, log, everyMs: UNE_HEURE, work: (client) => reprendreAbsences(client, clock.now()) });
