import type { MigrationInterface, QueryRunner } from "typeorm";

/** The lineage of a figure shows a caller the people whom she follows: who follows whom is read where it is published. */
export class Perimetre1700000000422 implements MigrationInterface {
  name = "Perimetre1700000000422";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("grant select on publie.perimetre to unefois_indicateurs");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("revoke select on publie.perimetre from unefois_indicateurs");
  }
}
