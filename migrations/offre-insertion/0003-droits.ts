import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

const OF_PEOPLE = ["prescription", "etape_prescription", "activite"];
/** The catalogue: a row without département is public, the others are read in their département only. */
const OF_CATALOGUE = ["structure", "service", "proposition", "pdie", "session"];

/** Who reads what: the national catalogue is public, the PDIE is the département's, prescriptions and activities follow the person. */
export class Droits1700000000203 implements MigrationInterface {
  name = "Droits1700000000203";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant select on offre_insertion.structure, offre_insertion.service, offre_insertion.recherche, offre_insertion.proposition,
        offre_insertion.position_commune, offre_insertion.pdie, offre_insertion.session, offre_insertion.parcours_local to unefois_offre_insertion;
      grant update (places_occupees) on offre_insertion.pdie to unefois_offre_insertion;
      grant update (inscrits) on offre_insertion.session to unefois_offre_insertion;
      grant select, insert, update on offre_insertion.prescription, offre_insertion.activite to unefois_offre_insertion;
      grant select, insert on offre_insertion.etape_prescription to unefois_offre_insertion;
      grant select, insert, update, delete on offre_insertion.cle_idempotence to unefois_offre_insertion;
    `);
    for (const table of OF_PEOPLE) await runner.query(policySql({ schema: "offre_insertion", table, allocataire: "allocataire" }));
    await runner.query(policySql({ schema: "offre_insertion", table: "parcours_local", allocataire: null }));
    for (const table of OF_CATALOGUE) {
      // The sub-select is computed once a statement, where a plain call would be made for each row.
      await runner.query(`alter table offre_insertion.${table} enable row level security;
        create policy perimetre on offre_insertion.${table} for all to unefois_offre_insertion using (
          departement is null or departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...OF_PEOPLE, "parcours_local", ...OF_CATALOGUE]) {
      await runner.query(
        `drop policy perimetre on offre_insertion.${table}; alter table offre_insertion.${table} disable row level security;`,
      );
    }
    await runner.query("revoke all on all tables in schema offre_insertion from unefois_offre_insertion");
  }
}
