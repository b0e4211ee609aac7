import type { MigrationInterface, QueryRunner } from "typeorm";

/** Dossiers that came from another payer, for table A1 of the plan pauvreté: the entries « par mutation ». */
export class MutationPubliee1700000000132 implements MigrationInterface {
  name = "MutationPubliee1700000000132";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view publie.mutation_dossier (departement, dossier, le) as
        select departement, dossier, le from allocataires.mutation_dossier where sens = 'CEDANT';
      comment on view publie.mutation_dossier is 'Dossiers venus d’un autre organisme payeur, et quand : aucune personne.';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view publie.mutation_dossier");
  }
}
