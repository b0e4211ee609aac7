import type { MigrationInterface, QueryRunner } from "typeorm";
import { murSql, sansMurSql } from "../murs-sql";

/** Requests of people, and the exports made for them, behind the walls of what they hold; oppositions and limitations bind every purpose. */
export class MursDesDemandes1700000000139 implements MigrationInterface {
  name = "MursDesDemandes1700000000139";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${murSql("allocataires", "IDENTITE", ["demande_de_droits"])}
      ${murSql("allocataires", "SANTE", ["export_personne"])}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(sansMurSql("allocataires", ["demande_de_droits", "export_personne"]));
  }
}
