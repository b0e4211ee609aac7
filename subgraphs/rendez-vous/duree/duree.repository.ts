import type { Transaction } from "../../shared/database";
import type { DureeDefinie } from "./durees";

/** Lengths that these départements have defined. */
export const dureesDefinies = (tx: Transaction, departements: readonly string[]): Promise<(DureeDefinie & { departement: string })[]> =>
  tx.rows("select departement, famille, minutes, depuis::text from rendez_vous.duree_creneau where departement = any ($1)", [departements]);

export const ecrireDuree = (tx: Transaction, departement: string, d: DureeDefinie, client: string, le: Date): Promise<unknown> =>
  tx.execute(
    `insert into rendez_vous.duree_creneau (departement, famille, depuis, minutes, definie_le, client) values ($1, $2, $3, $4, $5, $6)
     on conflict (departement, famille, depuis) do update set minutes = excluded.minutes, definie_le = excluded.definie_le, client = excluded.client`,
    [departement, d.famille, d.depuis, d.minutes, le, client],
  );
