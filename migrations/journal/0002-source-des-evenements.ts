import type { MigrationInterface, QueryRunner } from "typeorm";

/** An event says which partner's system told the fact, so that it is never told back to it. */
export class SourceDesEvenements1700000000002 implements MigrationInterface {
  name = "SourceDesEvenements1700000000002";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table journal.evenement add column source text;
      comment on column journal.evenement.source is 'Système dont le hub a lu ce fait (FRANCE_TRAVAIL, ORIAS…) ; nul quand un appelant l’a dit lui-même.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table journal.evenement drop column source");
  }
}
