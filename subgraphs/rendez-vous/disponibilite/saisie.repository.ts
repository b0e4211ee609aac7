import type { Transaction } from "../../shared/database";
import type { MotifDePlage } from "./plage";

export interface PlageRow {
  departement: string;
  id: string;
  systeme: string;
  identifiant: string;
  organisme: string;
  lieu: string | null;
  codeInsee: string | null;
  motifs: MotifDePlage[];
  places: number;
  premierJour: string;
  debut: string;
  fin: string;
  rrule: string | null;
  fuseau: string;
  joursFeries: boolean;
  defaut: string | null;
  majLe: Date;
}

export interface AbsenceRow {
  departement: string;
  id: string;
  identifiant: string;
  organisme: string;
  premierJour: string;
  dernierJour: string | null;
  debut: string;
  fin: string;
  rrule: string | null;
  fuseau: string;
  defaut: string | null;
}

const PLAGE = `select departement, id, systeme, identifiant, organisme, lieu, code_insee as "codeInsee", motifs, places, premier_jour::text as "premierJour",
  debut, fin, rrule, fuseau, jours_feries as "joursFeries", defaut, maj_le as "majLe" from rendez_vous.plage`;
const ABSENCE = `select departement, id, identifiant, organisme, premier_jour::text as "premierJour", dernier_jour::text as "dernierJour", debut, fin, rrule,
  fuseau, defaut from rendez_vous.absence where systeme = 'HUB'`;

export const plageParId = (tx: Transaction, id: string): Promise<PlageRow | null> => tx.row(`${PLAGE} where id = $1`, [id]);
export const plageDuHub = (tx: Transaction, identifiant: string): Promise<PlageRow | null> =>
  tx.row(`${PLAGE} where systeme = 'HUB' and identifiant = $1`, [identifiant]);
export const absenceParId = (tx: Transaction, id: string): Promise<AbsenceRow | null> => tx.row(`${ABSENCE} and id = $1`, [id]);
export const absenceDuHub = (tx: Transaction, identifiant: string): Promise<AbsenceRow | null> =>
  tx.row(`${ABSENCE} and identifiant = $1`, [identifiant]);

/** The openings of an organisme, by id. @param apres last id already read. */
export const plagesDOrganisme = (tx: Transaction, organisme: string, apres: string | null, limite: number): Promise<PlageRow[]> =>
  tx.rows(`${PLAGE} where organisme = $1 and defaut is distinct from 'RETIREE' and ($2::uuid is null or id > $2) order by id limit $3`, [
    organisme,
    apres,
    limite,
  ]);

export const absencesDOrganisme = (tx: Transaction, organisme: string, apres: string | null, limite: number): Promise<AbsenceRow[]> =>
  tx.rows(`${ABSENCE} and organisme = $1 and defaut is distinct from 'RETIREE' and ($2::uuid is null or id > $2) order by id limit $3`, [
    organisme,
    apres,
    limite,
  ]);
