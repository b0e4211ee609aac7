import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the daily work on the catalogue needs: when it was last done, and quick ways to the few records that carry something unknown or were absent. */
export class SuiviDuCatalogue1700000000213 implements MigrationInterface {
  name = "SuiviDuCatalogue1700000000213";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table offre_insertion.recalcul (quoi text primary key, jour date not null);
      comment on table offre_insertion.recalcul is 'Dernier jour (Paris) où un calcul quotidien du catalogue est allé à son terme.';
      create index service_inconnues on offre_insertion.service (source) where inconnues is not null;
      create index structure_inconnues on offre_insertion.structure (source) where inconnues is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index offre_insertion.structure_inconnues;
      drop index offre_insertion.service_inconnues;
      drop table offre_insertion.recalcul;
    `);
  }
}
