import type { TableProjetee } from "./table";

/** A row to write. `annulee`: its last event takes it back. */
export type Ligne = Record<string, unknown>;

/** `dite`: what an event says of a person from a day, from which her commune and the state of her right follow. */
export type TableEcrite = TableProjetee | "dite";

/** Role of an end that closes all that is open: `referent` is then how the ids of those who leave begin. */
export const TOUS = "*";

/** What an event brings beside its data. */
export interface Dit {
  /** Civil day of Paris when it was said. */
  jour: string;
  position: number;
}

/** What an event says: one row, or several, in each table. */
export type Lignes = Partial<Record<TableEcrite, Ligne | Ligne[]>>;
export type Regle = (donnees: Record<string, any>, dit: Dit) => Lignes;
