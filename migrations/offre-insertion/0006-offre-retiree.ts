import type { MigrationInterface, QueryRunner } from "typeorm";

/** An offer that its source no longer shows is kept, because people were prescribed it, and is no longer found. */
export class OffreRetiree1700000000206 implements MigrationInterface {
  name = "OffreRetiree1700000000206";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table offre_insertion.service add column retiree_le timestamptz;
      comment on column offre_insertion.service.retiree_le is 'La source ne montre plus cette offre depuis : elle se lit encore, elle ne se trouve plus.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table offre_insertion.service drop column retiree_le");
  }
}
