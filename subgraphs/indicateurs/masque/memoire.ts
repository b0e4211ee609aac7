import { passee, TABLES_PROJETEES } from "../projection/table";
import type { Tableaux } from "./tableaux";

/** Rows of counts that are kept, all tables together: some 50 Mo. */
const LIGNES_GARDEES = 200_000;

/** Tables already decided, those used last. What is hidden depends on facts only: a table holds as long as their version. */
export class Memoire {
  private readonly tables = new Map<string, { version: string; tableaux: Tableaux }>();
  private lignes = 0;

  /** @param capacite rows of counts that are kept, all tables together. */
  constructor(private readonly capacite: number = LIGNES_GARDEES) {}

  lire(cle: string, version: string | null): Tableaux | null {
    const table = this.tables.get(cle);
    if (!table || table.version !== version) return null;
    this.tables.delete(cle);
    this.tables.set(cle, table);
    return table.tableaux;
  }

  garder(cle: string, version: string | null, tableaux: Tableaux): void {
    if (version === null) return;
    this.oublier(cle);
    this.tables.set(cle, { version, tableaux });
    this.lignes += poids(tableaux);
    for (const ancienne of this.tables.keys()) {
      if (this.lignes <= this.capacite) break;
      this.oublier(ancienne);
    }
  }

  private oublier(cle: string): void {
    const table = this.tables.get(cle);
    if (table) this.lignes -= poids(table.tableaux);
    this.tables.delete(cle);
  }
}

/** A table with nothing small has no row, and is kept too. */
const poids = ({ lignes }: Tableaux): number => lignes + 1;

const CONNUES = new Set<string>(["territoire", ...TABLES_PROJETEES, ...TABLES_PROJETEES.map(passee)]);
/** True when rows come from the facts of the projection only: what other subgraphs publish changes without the cursor. */
export const deFaitsSeuls = (sql: string): boolean =>
  !sql.includes("publie.") && [...sql.matchAll(/\bindicateurs\.(\w+)/g)].every(([, table]) => CONNUES.has(table!));
