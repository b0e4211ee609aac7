import type { MigrationInterface, QueryRunner } from "typeorm";

/** Sets of communes come from the contract or from a file of zonings: loading one never takes back what the other says. */
export class Zonages1700000000416 implements MigrationInterface {
  name = "Zonages1700000000416";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table indicateurs.territoire add column origine text not null default 'CONTRAT' check (origine in ('CONTRAT', 'ZONAGE'));
      comment on column indicateurs.territoire.origine is 'CONTRAT : territoires.csv du contrat ; ZONAGE : import territoires.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      "delete from indicateurs.territoire where origine = 'ZONAGE'; alter table indicateurs.territoire drop column origine",
    );
  }
}
