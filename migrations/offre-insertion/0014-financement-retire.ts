import type { MigrationInterface, QueryRunner } from "typeorm";

/** A funding that its file no longer names is withdrawn, never deleted: what was announced stays on record. */
export class FinancementRetire1700000000214 implements MigrationInterface {
  name = "FinancementRetire1700000000214";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table offre_insertion.financement add column retire_le timestamptz");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table offre_insertion.financement drop column retire_le");
  }
}
