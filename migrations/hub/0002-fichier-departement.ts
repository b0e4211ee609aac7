import type { MigrationInterface, QueryRunner } from "typeorm";

/** Exchange in files with the software of a Département: what was applied of it, and how far it was told. */
export class FichierDepartement1700000000202 implements MigrationInterface {
  name = "FichierDepartement1700000000202";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table hub.enregistrement_departement (
        departement text not null,
        type text not null,
        cle text not null,
        empreinte bytea not null,
        applique_le timestamptz not null,
        primary key (departement, type, cle)
      );
      comment on table hub.enregistrement_departement is 'Enregistrements du logiciel du Département déjà appliqués : clé donnée par le logiciel, SHA-256 du contenu. Le même contenu une seconde fois ne change rien.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table hub.enregistrement_departement");
  }
}
