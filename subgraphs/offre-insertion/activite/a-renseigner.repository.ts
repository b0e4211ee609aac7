import type { Transaction } from "../../shared/database";
import type { Activite } from "./activite";
import { COLONNES_ACTIVITE, DANS_MES_DEPARTEMENTS } from "./activite.repository";

/** Planned activities whose day is over, oldest first, after (date, id). Row level security leaves the people whom the caller follows. */
export const activitesARenseigner = (
  tx: Transaction,
  aujourdhui: string,
  apres: { date: string | null; id: string | null },
  nombre: number,
): Promise<Activite[]> =>
  tx.rows<Activite>(
    `select ${COLONNES_ACTIVITE} from offre_insertion.activite a
     where ${DANS_MES_DEPARTEMENTS} and a.statut = 'PREVUE' and a.date < $1::date and ($2::date is null or (a.date, a.id) > ($2::date, $3::uuid))
     order by a.date, a.id limit $4`,
    [aujourdhui, apres.date, apres.id, nombre],
  );
