import type { MigrationInterface, QueryRunner } from "typeorm";
import { murSql, sansMurSql } from "../murs-sql";

const SOCIALE = ["prescription", "etape_prescription", "activite", "etape_activite"];

/** The purpose of the caller walls the tables of people, by their class (shared/droits): a restrictive policy beside the perimeter. */
export class MursDeLOffre1700000000229 implements MigrationInterface {
  name = "MursDeLOffre1700000000229";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${murSql("offre_insertion", "SOCIALE", SOCIALE)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${sansMurSql("offre_insertion", SOCIALE)}
    `);
  }
}
