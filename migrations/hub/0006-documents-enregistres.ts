import type { MigrationInterface, QueryRunner } from "typeorm";

/** The documents that each client registered: it sends their SHA-256, and may be held to them. They name fields, never a person. */
export class DocumentsEnregistres1700000000206 implements MigrationInterface {
  name = "DocumentsEnregistres1700000000206";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table hub.document_enregistre (
        client text not null,
        empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
        nom text not null,
        texte text not null check (length(texte) <= 100000),
        ajoute_le timestamptz not null,
        primary key (client, empreinte)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table hub.document_enregistre");
  }
}
