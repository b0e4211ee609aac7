import type { MigrationInterface, QueryRunner } from "typeorm";

/** Secrets tried for each client of the demo issuer, and assertions seen, as all its processes share them. Unlogged: a crash of PostgreSQL opens the locks. */
export class EssaisDeSecret1700000000211 implements MigrationInterface {
  name = "EssaisDeSecret1700000000211";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table hub.essai_secret (
        client text primary key,
        echecs int not null default 0,
        depuis timestamptz not null default 'epoch',
        verrous int not null default 0,
        verrou_jusquau timestamptz not null default 'epoch'
      );
      comment on table hub.essai_secret is 'Mauvais secrets d’un client depuis un instant ; au dixième il est verrouillé, de plus en plus longtemps.';
      create unlogged table hub.assertion_vue (
        assertion text primary key,
        expire_le timestamptz not null
      );
      comment on table hub.assertion_vue is 'Assertions (private_key_jwt) déjà présentées : chacune sert une fois. Une empreinte, jamais l’assertion.';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table hub.assertion_vue, hub.essai_secret");
  }
}
