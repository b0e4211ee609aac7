import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who could not be read at France Travail is listed, newest first. The readings go by who was read longest ago: no cursor is kept any more. */
export class LecturesEnEchec1700000000512 implements MigrationInterface {
  name = "LecturesEnEchec1700000000512";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index lecture_personne_echec on echanges.lecture_personne (departement, lue_le desc, allocataire desc, sujet desc) where erreur_code is not null;
      comment on column echanges.lecture_personne.erreur_code is 'Pourquoi la personne n’a pas pu être lue la dernière fois ; nul quand elle l’a été.';
      alter table echanges.lecture_partenaire drop column curseur;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table echanges.lecture_partenaire add column curseur text;
      comment on column echanges.lecture_personne.erreur_code is null;
      drop index echanges.lecture_personne_echec;
    `);
  }
}
