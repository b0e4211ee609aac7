import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the composition root remembers: which steps of the demo territory are loaded, and the decisions that a file import rejected. */
export class Hub1700000000201 implements MigrationInterface {
  name = "Hub1700000000201";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema hub;
      create table hub.etape_demo (
        departement text not null,
        etape text not null,
        faite_le timestamptz not null,
        primary key (departement, etape)
      );
      create table hub.rejet (
        id uuid primary key default gen_random_uuid(),
        departement text,
        objet text not null,
        cle text,
        code text not null,
        message text not null,
        original text not null,
        cree_le timestamptz not null,
        rejoue_le timestamptz,
        resultat text
      );
      create unique index rejet_une_fois on hub.rejet (cle) where rejoue_le is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop schema hub cascade");
  }
}
