import type { MigrationInterface, QueryRunner } from "typeorm";

/** When the hub last tried a kept message by itself: what stays refused is tried once a day. */
export class RejetsEssayes1700000000314 implements MigrationInterface {
  name = "RejetsEssayes1700000000314";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table rendez_vous.rejet add column essaye_le timestamptz");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table rendez_vous.rejet drop column essaye_le");
  }
}
