import type { MigrationInterface, QueryRunner } from "typeorm";
import { murSql, sansMurSql } from "../murs-sql";

const SOCIALE = ["divergence", "activite_recue", "liste_inscription_personne"];

/** The purpose of the caller walls the tables of people, by their class (shared/droits): a restrictive policy beside the perimeter. */
export class MursDesEchanges1700000000516 implements MigrationInterface {
  name = "MursDesEchanges1700000000516";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${murSql("echanges", "SOCIALE", SOCIALE)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${sansMurSql("echanges", SOCIALE)}
    `);
  }
}
