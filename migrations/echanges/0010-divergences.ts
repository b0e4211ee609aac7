import type { MigrationInterface, QueryRunner } from "typeorm";

/** A divergence that somebody settles keeps why, and the list of them its order. */
export class Divergences1700000000510 implements MigrationInterface {
  name = "Divergences1700000000510";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table echanges.divergence add column motif text;
      comment on column echanges.divergence.motif is 'Pourquoi la valeur du hub a été retenue, dit par l’agent.';
      create index divergence_ordre on echanges.divergence (departement, constatee_le desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index echanges.divergence_ordre; alter table echanges.divergence drop column motif;");
  }
}
