import type { MigrationInterface, QueryRunner } from "typeorm";

/** The register tells the person which organisation looked, by its name. */
export class NomDesOrganismes1700000000520 implements MigrationInterface {
  name = "NomDesOrganismes1700000000520";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("grant select on publie.organisme_coordonnees to unefois_echanges");
  }

  async down(): Promise<void> {
    // A new base gives this right with the schema (createSchemaSql): there is nothing to take back.
  }
}
