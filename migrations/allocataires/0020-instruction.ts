import type { MigrationInterface, QueryRunner } from "typeorm";

/** The instruction flow: it tells of a request, never of a right, and what it says of a dossier has a place of its own in the history. */
export class Instruction1700000000120 implements MigrationInterface {
  name = "Instruction1700000000120";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.mention_dossier add column instruction boolean not null default false;
      comment on column allocataires.mention_dossier.instruction is 'Dite par le flux instruction : elle ne compte dans l’histoire du droit que jusqu’au premier flux bénéficiaire.';
      alter table allocataires.dossier add column repris boolean not null default true;
      comment on column allocataires.dossier.repris is 'Connu autrement que par l’histoire des flux : une demande d’instruction n’y change rien.';
      update allocataires.dossier d set repris = false
        where exists (select from allocataires.mention_dossier m where m.departement = d.departement and m.dossier = d.id);
      alter table allocataires.declaration add column instruction uuid;
      comment on column allocataires.declaration.instruction is 'Dossier dont le flux instruction donne ces coordonnées, avec l’accord de la personne : recalculée depuis les flux.';
      create index declaration_instruction on allocataires.declaration (departement, instruction) where instruction is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.declaration drop column instruction;
      alter table allocataires.dossier drop column repris;
      alter table allocataires.mention_dossier drop column instruction;
    `);
  }
}
