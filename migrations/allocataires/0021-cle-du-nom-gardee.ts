import type { MigrationInterface, QueryRunner } from "typeorm";

/** The blocking key of a name, kept in a column. An index on the function computed it again at each insert, update and ANALYZE (0.25 ms a row), and the
 * planner looked at the function for roles that may not enter this schema. An import brings the key with the row; the trigger is for everyone else. */
export class CleDuNomGardee1700000000121 implements MigrationInterface {
  name = "CleDuNomGardee1700000000121";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index allocataires.allocataire_cle_du_nom;
      alter table allocataires.allocataire add column cle_du_nom text;
      comment on column allocataires.allocataire.cle_du_nom is 'Sons du nom et du prénom (cle_du_nom) : trouve qui comparer, ne prouve rien. Posée par un déclencheur quand qui écrit ne la donne pas.';
      update allocataires.allocataire set cle_du_nom = allocataires.cle_du_nom(nom, prenoms[1]);
      alter table allocataires.allocataire alter column cle_du_nom set not null;
      create index allocataire_cle_du_nom on allocataires.allocataire (departement, cle_du_nom, date_naissance);
      create function allocataires.poser_cle_du_nom() returns trigger language plpgsql as $$
        begin
          new.cle_du_nom := allocataires.cle_du_nom(new.nom, new.prenoms[1]);
          return new;
        end
      $$;
      create trigger cle_du_nom_a_la_creation before insert on allocataires.allocataire
        for each row when (new.cle_du_nom is null) execute function allocataires.poser_cle_du_nom();
      create trigger cle_du_nom_change before update of nom, prenoms on allocataires.allocataire
        for each row when ((old.nom, old.prenoms) is distinct from (new.nom, new.prenoms)) execute function allocataires.poser_cle_du_nom();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger cle_du_nom_change on allocataires.allocataire;
      drop trigger cle_du_nom_a_la_creation on allocataires.allocataire;
      drop function allocataires.poser_cle_du_nom();
      alter table allocataires.allocataire drop column cle_du_nom;
      create index allocataire_cle_du_nom on allocataires.allocataire (departement, allocataires.cle_du_nom(nom, prenoms[1]), date_naissance);
    `);
  }
}
