import type pg from "pg";
import { Gauge, type Registry } from "prom-client";
import { compterNonScellees } from "../subgraphs/shared/chaine/lignes.repository";

const AGES = `select (select max(clos_le) from journal.lot where numero = (select max(numero) from journal.lot)) as lot,
  (select max(ancree_le) from journal.ancre) as ancre`;

/** What `/metrics` shows of the journal: how old the last batch and the last anchor are, and what waits for its seal. */
export class MetriquesJournal {
  private readonly lot: Gauge;
  private readonly ancre: Gauge;
  private readonly attente: Gauge;
  private readonly ancienne: Gauge;

  constructor(registry: Registry) {
    const jauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
    this.lot = jauge("unefois_journal_lot_secondes", "Âge du dernier lot scellé du journal");
    this.ancre = jauge("unefois_journal_ancre_secondes", "Âge de la dernière tête écrite hors de la base ; −1 : aucune");
    this.attente = jauge("unefois_journal_non_scellees", "Lignes du journal qui attendent leur scellement");
    this.ancienne = jauge("unefois_journal_non_scellee_secondes", "Âge de la plus ancienne ligne qui attend son scellement ; 0 : aucune");
  }

  /** @param secondesDepuis seconds from an instant to now. */
  async relire(pool: pg.Pool, secondesDepuis: (instant: Date) => number): Promise<void> {
    const { rows } = await pool.query(AGES);
    if (rows[0].lot) this.lot.set(secondesDepuis(rows[0].lot));
    this.ancre.set(rows[0].ancre ? secondesDepuis(rows[0].ancre) : -1);
    const client = await pool.connect();
    try {
      const { nombre, ancienne } = await compterNonScellees(client);
      this.attente.set(nombre);
      this.ancienne.set(ancienne ? secondesDepuis(ancienne) : 0);
    } finally {
      client.release();
    }
  }
}
