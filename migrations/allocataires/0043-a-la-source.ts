import type { MigrationInterface, QueryRunner } from "typeorm";

/** A rectification that a source owns: what was contested, so that another value closes it, and when the payer was asked. */
export class ALaSource1700000000143 implements MigrationInterface {
  name = "ALaSource1700000000143";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.demande_de_droits add column contestees jsonb, add column envoyee_le timestamptz, add column envoyee_a text;
      comment on column allocataires.demande_de_droits.contestees is 'Champ → valeur que la source disait quand la demande lui a été renvoyée ; jamais dans un événement.';
      comment on column allocataires.demande_de_droits.envoyee_le is 'Instant où le fichier qui porte la demande a été laissé à l’organisme payeur.';
      create index demande_de_droits_a_la_source on allocataires.demande_de_droits (departement, allocataire) where statut = 'A_LA_SOURCE';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index allocataires.demande_de_droits_a_la_source;
      alter table allocataires.demande_de_droits drop column contestees, drop column envoyee_le, drop column envoyee_a;`);
  }
}
