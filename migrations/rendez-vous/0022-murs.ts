import type { MigrationInterface, QueryRunner } from "typeorm";
import { murSql, sansMurSql } from "../murs-sql";

const SOCIALE = [
  "participation",
  "convocation",
  "convocation_historique",
  "historique_presence",
  "examen_absence",
  "examen_historique",
  "campagne_personne",
  "invitation",
];

/** The purpose of the caller walls the tables of people, by their class (shared/droits): a restrictive policy beside the perimeter. */
export class MursDesRendezVous1700000000322 implements MigrationInterface {
  name = "MursDesRendezVous1700000000322";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${murSql("rendez_vous", "SOCIALE", SOCIALE)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${sansMurSql("rendez_vous", SOCIALE)}
    `);
  }
}
