import type { MigrationInterface, QueryRunner } from "typeorm";

/** The offers that ask for French are few: a proposal reads them all at once, for those who have the frein of language. */
export class FrancaisRequis1700000000217 implements MigrationInterface {
  name = "FrancaisRequis1700000000217";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("create index service_francais_requis on offre_insertion.service (id) where francais_requis");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index offre_insertion.service_francais_requis");
  }
}
