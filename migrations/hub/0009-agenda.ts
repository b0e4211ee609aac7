import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whom each organisme expects or has met: what the watch takes as an explanation when a client reads somebody whom it does not follow. */
export class Agenda1700000000209 implements MigrationInterface {
  name = "Agenda1700000000209";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view publie.agenda (departement, allocataire, organisme, debut) as
        select p.departement, p.allocataire, r.organisme, r.debut
        from rendez_vous.participation p join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous;
      comment on view publie.agenda is 'Les personnes que chaque organisme attend ou a reçues ; lue par la veille seule.';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view publie.agenda");
  }
}
