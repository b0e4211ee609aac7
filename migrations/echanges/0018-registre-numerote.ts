import type { MigrationInterface, QueryRunner } from "typeorm";

/** A row of the journal is in the registers of people once it has its position: one mark, and one UPDATE a row, where there would be two. */
export class RegistreNumerote1700000000518 implements MigrationInterface {
  name = "RegistreNumerote1700000000518";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update journal.consultation c set position = n.position
      from (select rang, row_number() over (partition by nature order by rang) as position from journal.consultation where inscrite) n where n.rang = c.rang;
      drop index journal.consultation_a_inscrire;
      alter table journal.consultation drop column inscrite;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table journal.consultation add column inscrite boolean not null default false;
      comment on column journal.consultation.inscrite is 'Vrai quand echanges.registre la porte. Le reste de la ligne ne change jamais.';
      update journal.consultation set inscrite = true where position is not null;
      create index consultation_a_inscrire on journal.consultation (rang) where not inscrite;
    `);
  }
}
