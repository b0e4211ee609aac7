import type { MigrationInterface, QueryRunner } from "typeorm";
import { type ColonneMuree, demurerColonneSql, murerColonneSql } from "../colonnes-sql";

const OBSERVATIONS: ColonneMuree = {
  schema: "rendez_vous",
  table: "examen_absence",
  vue: "examen_absence_sante",
  colonne: "observations",
  cle: ["departement", "id"],
  classe: "SANTE",
};

/** What an agent wrote of an absence may tell health: it is read in a view that this class walls, and no longer in the table. */
export class ObservationsMurees1700000000323 implements MigrationInterface {
  name = "ObservationsMurees1700000000323";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(murerColonneSql(OBSERVATIONS));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(demurerColonneSql(OBSERVATIONS));
  }
}
