import type { MigrationInterface, QueryRunner } from "typeorm";

/** Indicators count the entries that come from another payer. */
export class Mutations1700000000418 implements MigrationInterface {
  name = "Mutations1700000000418";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("grant select on publie.mutation_dossier to unefois_indicateurs");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("revoke select on publie.mutation_dossier from unefois_indicateurs");
  }
}
