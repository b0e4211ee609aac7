import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

/** The codes by which partners know an organisme: an orientation or an appointment told to France Travail names the structure by its own. */
export class CodesOrganismes1700000000123 implements MigrationInterface {
  name = "CodesOrganismes1700000000123";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allocataires.organisme_code (
        departement text not null,
        organisme text not null references allocataires.organisme,
        systeme text not null,
        valeur text not null,
        primary key (departement, organisme, systeme),
        constraint forme_du_code_d_organisme check (case systeme
          when 'AURORE' then valeur ~ '^[A-Za-z]{3}[0-9]{4}$'
          when 'SAFIR' then valeur ~ '^[0-9]{5}$'
          when 'SIRET' then valeur ~ '^[0-9]{14}$'
          else false end)
      );
      comment on table allocataires.organisme_code is 'Codes d’un organisme chez les partenaires : AURORE et SAFIR (France Travail), SIRET.';
      grant select on allocataires.organisme_code to unefois_allocataires;
      ${policySql({ schema: "allocataires", table: "organisme_code", allocataire: null })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table allocataires.organisme_code");
  }
}
