import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the projection moved when two records became one person, to give it back when they are separated. */
export class Reunion1700000000405 implements MigrationInterface {
  name = "Reunion1700000000405";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table indicateurs.deplacement (
        departement text not null,
        fusion uuid not null,
        nom_table text not null,
        cle uuid not null,
        allocataire uuid not null,
        primary key (departement, fusion, nom_table, cle)
      );
      comment on table indicateurs.deplacement is 'Ligne de la projection passée d’une personne (allocataire) à celle qui la remplace.';
      alter table indicateurs.deplacement enable row level security;
      create policy perimetre on indicateurs.deplacement for all to unefois_indicateurs
        using (departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));
      grant select, insert, delete on indicateurs.deplacement to unefois_indicateurs;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table indicateurs.deplacement;");
  }
}
